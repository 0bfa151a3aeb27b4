// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A device that was enrolled once, whether or not the database knows it still.
package struct EnrolledDevice: Sendable, Codable, Hashable {
    package let id: DeviceID
    package let person: PersonID
    package let enrolled: Instant
    /// The device that it was forked from, which may be at work still.
    package let parent: DeviceID?
    /// What it was before it was enrolled again: the same device.
    package var former: DeviceID?

    package init(
        id: DeviceID,
        person: PersonID,
        enrolled: Instant,
        parent: DeviceID? = nil,
        former: DeviceID? = nil
    ) {
        (self.id, self.person, self.enrolled) = (id, person, enrolled)
        (self.parent, self.former) = (parent, former)
    }
}

/// Every device that was ever enrolled, as far as that is known: what a restore brings back may
/// lack the newest ones.
package struct EnrolledDevices: Sendable, Hashable {
    package var devices: [EnrolledDevice]
    /// Times in which others may have been enrolled of which nobody knows any more.
    package var gaps: [EnrolmentGap]

    package init(devices: [EnrolledDevice] = [], gaps: [EnrolmentGap] = []) {
        (self.devices, self.gaps) = (devices, gaps)
    }
}

/// The devices that may hold what an erasure names.
struct DeviceReach {
    /// Those that the database knows.
    let known: [StoredDevice]
    /// Those that it lost when the server was restored, and that were not enrolled again.
    let lost: [EnrolledDevice]
    let gaps: [EnrolmentGap]

    init(of erasure: Erasure, in reader: any StorageReader) throws {
        let (devices, enrolled) = (try reader.devices(), try reader.enrolled())
        let here = Set(devices.map(\.id))
        let lost = enrolled.devices.filter { !here.contains($0.id) && $0.enrolled <= erasure.at }
        let early = Set(devices.filter { $0.enrolled <= erasure.at }.map(\.id))
            .union(lost.map(\.id))
        let formers = Self.dictionary(enrolled.devices.map { ($0.id, $0.former) })
        // A copy that was put back takes its identity from one that was there.
        let parents = formers.merging(Self.dictionary(enrolled.devices.map { ($0.id, $0.parent) }))
        {
            former,
            _ in former
        }.merging(Self.dictionary(devices.map { ($0.id, $0.parent) })) { $1 }
        known = try devices.filter { device in
            let isEarly = Self.way(from: device.id, by: parents).contains(where: early.contains)
            return try isEarly && reader.reaches(erasure, device.person)
        }
        let replaced = Set(here.flatMap { Self.way(from: $0, by: formers) })
        self.lost = try lost.filter { device in
            // Whose roles nobody knows any more may have had one.
            try !replaced.contains(device.id)
                && (reader.person(device.person) == nil || reader.reaches(erasure, device.person))
        }
        gaps = enrolled.gaps.filter { $0.from <= erasure.at }
    }

    private static func dictionary(
        _ pairs: [(DeviceID, DeviceID?)]
    ) -> [DeviceID: DeviceID] {
        Dictionary(
            pairs.compactMap { id, other in other.map { (id, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// A device, and what it was before; a circle, which only a damaged file can hold, still ends.
    private static func way(
        from device: DeviceID,
        by parents: [DeviceID: DeviceID]
    ) -> [DeviceID] {
        var found = [device]
        while let next = parents[found[found.count - 1]], !found.contains(next) {
            found.append(next)
        }
        return found
    }
}
