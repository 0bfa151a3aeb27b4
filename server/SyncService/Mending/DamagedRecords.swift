// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Records that are not what their hash says, or cannot be read.
///
/// Nothing is built upon one and none is sent, as its damage would become everybody's: it is made
/// again from the log first.
package struct DamagedRecords: Error, Hashable {
    package let records: Set<RecordID>

    package init(_ records: Set<RecordID>) { self.records = records }
}
