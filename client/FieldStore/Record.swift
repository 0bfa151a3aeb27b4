// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// In this module a record is ours, never GRDB's class of that name.
package typealias Record = FieldModel.Record
