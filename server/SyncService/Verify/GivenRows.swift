// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// What must stand in the tables that follow from acts, as it grows while the logs are read.
///
/// Memory grows with the directory and the erasures, and not with the logs.
struct GivenRows {
    private(set) var rows: [KeptRow.Place: KeptRow.Columns] = [:]
    /// Changes that waited for somebody's decision, and whether they were adopted.
    private(set) var decided: [ChangeID: Bool] = [:]
    /// False where an act, or the rest of a log, could not be read: nothing can be said then.
    var isWhole = true

    private var closings: [FormID: Int] = [:]
    private var timeline: Int64 = 0
    /// An installation of before has no acts of the forms that it was set up with.
    private var namesPack = false

    /// Whether the logs need not say why a row stands there.
    func mayLack(_ place: KeptRow.Place) -> Bool { place.table == .form && !namesPack }

    /// The same of one column: acts of before did not say how a device is called, nor its key.
    func mayLack(_ column: String, of place: KeptRow.Place) -> Bool {
        place.table == .device && ["name", "token"].contains(column) && rows[place]?[column] == nil
    }

    mutating func take(_ signed: DirectoryEvent.Signed) {
        switch signed.event {
        case .council(let council):
            rows[.init(.council, council.id.text)] = try? .init(of: council)
        case .organisation(let new):
            rows[.init(.organisation, new.id.description)] = [
                "council": new.council.text, "name": new.name,
            ]
        case .person(let person):
            rows[.init(.person, person.id.description)] = ["name": person.name]
        case .granted(let grant, let person):
            rows[.grant(grant, of: person)] = ["revoked": ""]
        case .withdrawn(let grant, let person):
            rows[.grant(grant, of: person)] = ["revoked": signed.at.description]
        case .enrolled, .forked, .revoked: takeDevice(signed)
        case .form, .closing: takeForm(signed)
        case .erased(let erasure): take(erasure)
        case .restored(_, let timeline):
            self.timeline = max(self.timeline, timeline)
            rows[.init(.setting, "timeline")] = ["value": String(self.timeline)]
        case .decided(let change, let adopted, _): decided[change] = adopted
        // Of these no row of such a table follows.
        case .compacted, .revealed, .onHold, .passphrase, .passphraseCode: break
        }
    }

    private mutating func takeDevice(_ signed: DirectoryEvent.Signed) {
        switch signed.event {
        case .enrolled(let device, let person, let token, let name):
            add(device, of: person, from: nil, token, name, at: signed.at)
        case .forked(let device, let parent, let person, let token, let name):
            add(device, of: person, from: parent, token, name, at: signed.at)
        case .revoked(let device, _):
            rows[.init(.device, device.description)]?["revoked"] = signed.at.description
        default: break
        }
    }

    private mutating func add(
        _ device: DeviceID,
        of person: PersonID,
        from parent: DeviceID?,
        _ token: Hash?,
        _ name: String?,
        at now: Instant
    ) {
        var columns = [
            "person": person.description, "enrolled": now.description, "revoked": "",
            "parent": parent?.description ?? "",
        ]
        columns["token"] = token?.description
        columns["name"] = name
        rows[.init(.device, device.description)] = columns
    }

    private mutating func takeForm(_ signed: DirectoryEvent.Signed) {
        switch signed.event {
        case .form(let form, let version, let hash):
            if signed.by == nil { namesPack = true }
            rows[.init(.form, form.text, String(version))] = ["definition": hash.description]
        case .closing(let closing):
            let number = (closings[closing.form] ?? 0) + 1
            closings[closing.form] = number
            rows[.init(.closing, closing.form.text, String(number))] = [
                "closed": closing.isClosed ? "1" : "0", "reason": closing.reason,
                "person": closing.by.description, "at": closing.at.description,
            ]
        default: break
        }
    }

    private mutating func take(_ erasure: Erasure) {
        rows[.init(.erasure, erasure.id.description)] = try? .init(of: erasure)
        for record in erasure.records {
            let place = KeptRow.Place(.erased, record.description)
            // What was gone already stays with the erasure that it went with.
            if rows[place] == nil { rows[place] = ["erasure": erasure.id.description] }
        }
    }
}
