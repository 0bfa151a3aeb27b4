// SPDX-License-Identifier: Apache-2.0

/// Why a lookup, a neighbourhood or a list of need was not taken: the place, what is wrong, what to
/// do.
package struct PlaceError: Error, Hashable, Sendable, CustomStringConvertible {
    package let place: String
    package let message: String

    package init(_ place: String = "", _ message: String) {
        (self.place, self.message) = (place, message)
    }

    package var description: String { place.isEmpty ? message : "\(place): \(message)" }
}
