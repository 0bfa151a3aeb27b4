// SPDX-License-Identifier: Apache-2.0

/// Which part of a list is read; each costs as much as it is long, wherever it lies.
package enum LinePage: Hashable, Sendable {
    case first, last
    case after(LinePlace)
    case before(LinePlace)
    /// With that line, or what took its place.
    case from(LinePlace)

    var isBackwards: Bool {
        switch self {
        case .last, .before: true
        case .first, .after, .from: false
        }
    }

    var bound: (relation: String, place: LinePlace)? {
        switch self {
        case .first, .last: nil
        case .after(let place): ("<", place)
        case .before(let place): (">", place)
        case .from(let place): ("<=", place)
        }
    }
}
