// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Figures

extension Freshness {
    /// What share of devices had synced, as the end of a sentence.
    ///
    /// `name` says what places are called; it is asked only where there are several.
    package func words(_ name: (Place) throws -> String) rethrows -> String {
        if places.count == 1 { return places[0].words }
        let each = try places.map { place in
            "\(try name(place)) \(place.share)"
                + (place.unseen > 0 ? " (\(place.unseenWords))" : "")
        }
        return "devices that synced in the last \(Self.syncedDays) days: "
            + each.joined(separator: ", ")
            + (places.contains { $0.unseen > 0 } ? "; figures may be low" : "")
    }

    /// The numbers of each place.
    package var json: JSON {
        [
            "countedAt": .string(at.description),
            "places": .array(places.map { .object($0.members) }),
        ]
    }
}

extension Freshness.Place {
    fileprivate var words: String {
        guard devices > 0 else { return "no device is enrolled" }
        return "\(share) \(devices == 1 ? "device" : "devices") synced in the last"
            + " \(Freshness.syncedDays) days"
            + (unseen > 0 ? "; \(unseenWords), so figures may be low" : "")
    }

    /// "96% of 52"; of none, that there is none.
    fileprivate var share: String { devices == 0 ? "no device" : "\(percent)% of \(devices)" }

    fileprivate var unseenWords: String {
        "\(unseen) not seen for \(Freshness.unseenDays) days"
    }

    /// Rounded, but all only where it is all, and none only where it is none.
    package var percent: Int {
        let rounded = NumberText.percent(synced, of: devices)
        if synced == 0 || synced == devices { return rounded }
        return min(99, max(1, rounded))
    }

    package var members: [String: JSON] {
        [
            "council": .string(council.text),
            "organisation": organisation.map { .string($0.description) } ?? .null,
            "devices": .integer(Int64(devices)), "synced": .integer(Int64(synced)),
            "unseen": .integer(Int64(unseen)),
            "oldest": oldest.map { .string($0.description) } ?? .null,
        ]
    }
}
