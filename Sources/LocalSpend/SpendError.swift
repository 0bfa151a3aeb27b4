// SPDX-License-Identifier: Apache-2.0

/// Why a ledger, a definition or a target was not taken: the place, what is wrong, what to do.
package struct SpendError: Error, Hashable, Sendable, CustomStringConvertible {
    package let place: String
    package let message: String

    package init(_ place: String = "", _ message: String) {
        (self.place, self.message) = (place, message)
    }

    package var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
