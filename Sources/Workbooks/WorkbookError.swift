// SPDX-License-Identifier: Apache-2.0

/// Why a workbook, or a sheet in another form, was not read or not written.
package struct WorkbookError: Error, Hashable, Sendable, CustomStringConvertible {
    package let place: String
    /// What happened, and what to do.
    package let message: String

    package init(_ place: String, _ message: String) {
        (self.place, self.message) = (place, message)
    }

    package var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
