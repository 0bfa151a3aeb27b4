// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@Suite("How many devices have synced: who is told, and what is written of it")
struct FreshnessTests {
    private let bradford = known(CouncilID("bradford"))
    private let hackney = known(CouncilID("hackney"))
    private let hub = OrganisationID(high: 0, low: 1)
    private let circle = OrganisationID(high: 0, low: 2)
    private let at = Instant(milliseconds: 1_795_000_000_000)

    private func place(
        _ council: CouncilID,
        _ organisation: OrganisationID?,
        unseen: [Freshness.Unseen]? = nil
    ) -> Freshness.Place {
        Freshness.Place(
            council: council,
            organisation: organisation,
            devices: 5,
            synced: 3,
            unseen: 1,
            oldest: at,
            unseenDevices: unseen
        )
    }

    private var unseen: [Freshness.Unseen] {
        [.init(device: DeviceID(high: 3, low: 1), person: PersonID(high: 2, low: 1), seen: at)]
    }

    @Test(
        "a role is told of its own place, and a worker and the network of none",
        arguments: [
            (Role.worker, DeviceSight.nothing, DeviceSight.nothing), (.network, .nothing, .nothing),
            (.coordinator, .each, .nothing), (.signatory, .counts, .nothing),
            (.reviewer, .counts, .counts), (.seniorChampion, .counts, .counts),
            (.cabinetChampion, .counts, .counts), (.finance, .counts, .counts),
            (.administrator, .counts, .counts), (.auditor, .counts, .counts),
        ]
    )
    func roles(_ role: Role, _ own: DeviceSight, _ council: DeviceSight) throws {
        let grant = Grant(
            role: role,
            council: role.place == .installation ? nil : bradford,
            organisation: role.place == .organisation ? hub : nil
        )
        let actor = Actor(person: PersonID(high: 0, low: 9), grants: [try #require(grant)])
        #expect(actor.deviceSight(of: hub, in: bradford) == own)
        #expect(actor.deviceSight(of: nil, in: bradford) == council)
        #expect(actor.seesDevices == (own > .nothing))
        let isEverywhere = role.place == .installation
        #expect(actor.deviceSight(of: circle, in: bradford) == council)
        #expect(actor.deviceSight(of: nil, in: hackney) == (isEverywhere ? council : .nothing))
        #expect(actor.deviceSight(of: hub, in: hackney) == (isEverywhere ? council : .nothing))
    }

    @Test("of two roles the one that is told more counts, each in its place")
    func several() throws {
        let grants = [
            Grant(role: .worker, council: bradford, organisation: hub),
            Grant(role: .coordinator, council: bradford, organisation: hub),
            Grant(role: .worker, council: bradford, organisation: circle),
        ]
        let actor = Actor(
            person: PersonID(high: 0, low: 9),
            grants: try grants.map { try #require($0) }
        )
        #expect(actor.deviceSight(of: hub, in: bradford) == .each)
        #expect(actor.deviceSight(of: circle, in: bradford) == .nothing)
    }

    @Test("a figure is told with its own place's devices, in numbers")
    func told() throws {
        let all = Freshness(
            at: at,
            places: [
                place(bradford, nil), place(bradford, hub, unseen: unseen),
                place(bradford, circle), place(hackney, circle, unseen: unseen),
            ]
        )
        let names = { (freshness: Freshness?) in
            freshness?.places.map { "\($0.council) \($0.organisation?.description ?? "all")" }
        }
        #expect(names(all.told(of: hub, in: nil)) == ["bradford \(hub)"])
        #expect(names(all.told(of: nil, in: bradford)) == ["bradford all"])
        // Of the other council no whole was told.
        #expect(names(all.told(of: nil, in: nil)) == ["bradford all", "hackney \(circle)"])
        #expect(all.told(of: hub, in: hackney) == nil)
        // The whole of Bradford was told, so what is not in it has no device; of Hackney not.
        let none = all.told(of: OrganisationID(high: 0, low: 3), in: bradford)
        #expect(none?.places.map(\.devices) == [0])
        #expect(all.told(of: OrganisationID(high: 0, low: 3), in: nil) == none)
        #expect(all.told(of: OrganisationID(high: 0, low: 3), in: hackney) == nil)
        for told in [all.told(of: hub, in: nil), all.told(of: nil, in: nil)] {
            #expect(told?.at == at)
            #expect(told?.places.allSatisfy { $0.unseenDevices == nil } == true)
        }
    }

    private func page(_ freshness: Freshness?) -> PullAnswer {
        PullAnswer(
            records: [],
            forms: [],
            directory: [],
            feeds: [],
            grants: [],
            answered: 0,
            cursor: "c",
            more: false,
            freshness: freshness
        )
    }

    private func text(_ page: PullAnswer) throws -> String {
        String(decoding: try Canonical.encode(page), as: UTF8.self)
    }

    private func read(_ text: String) throws -> PullAnswer {
        try Canonical.decode(PullAnswer.self, from: Data(text.utf8))
    }

    @Test("an answer carries it whole, and one of an older server says nothing of it")
    func wire() throws {
        let freshness = Freshness(
            at: at,
            places: [place(bradford, nil), place(bradford, hub, unseen: unseen)]
        )
        let whole = try text(page(freshness))
        #expect(try read(whole).freshness == freshness)
        let former = try text(page(nil))
        #expect(!former.contains("freshness"))
        #expect(try read(former).freshness == nil)
        // What a device of before skips is just this member.
        let member = try #require(whole.firstRange(of: #/"freshness":\{.*\}\]\},/#))
        var without = whole
        without.removeSubrange(member)
        #expect(without == former)
        // What a newer server adds to it is passed over.
        let newer = whole.replacing(#""devices":5"#, with: #""devices":5,"phones":4"#)
        #expect(newer != whole)
        #expect(try read(newer).freshness == freshness)
    }
}
