// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// All that a form may ask of the world outside of the record that is filled in.
package struct Surroundings: Sendable {
    package let today: PlainDate
    package let now: Instant
    /// Which device this is, and who is signed in, as `metadata` and `property()` give them.
    package let device: String
    package let person: String
    package let wall: WallClock
    /// The records of a form that are on this device, for choices and look-ups.
    package let records: @Sendable (FormID) -> RecordList

    package init(
        today: PlainDate,
        now: Instant,
        device: String = "",
        person: String = "",
        wall: WallClock = .here,
        records: @escaping @Sendable (FormID) -> RecordList = { _ in .empty }
    ) {
        (self.today, self.now, self.device, self.person) = (today, now, device, person)
        (self.wall, self.records) = (wall, records)
    }
}
