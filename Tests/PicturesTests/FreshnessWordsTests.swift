// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Pictures
import Testing

@Suite("What share of devices has synced, in words")
struct FreshnessWordsTests {
    private static let at = Instant(milliseconds: 1_795_000_000_000)
    private static let hub = OrganisationID(high: 1, low: 1)

    private func place(
        _ devices: Int,
        _ synced: Int,
        _ unseen: Int,
        council: String = "bradford",
        organisation: OrganisationID? = nil
    ) throws -> Freshness.Place {
        Freshness.Place(
            council: try #require(CouncilID(council)),
            organisation: organisation,
            devices: devices,
            synced: synced,
            unseen: unseen,
            oldest: devices > 0 ? Self.at : nil,
            unseenDevices: [
                .init(
                    device: DeviceID(high: 3, low: 7),
                    person: PersonID(high: 2, low: 7),
                    seen: Self.at
                )
            ]
        )
    }

    private func words(_ places: Freshness.Place...) -> String {
        Freshness(at: Self.at, places: places).words { $0.council.text.capitalized }
    }

    @Test("the share, of how many, and who was not seen")
    func one() throws {
        #expect(
            words(try place(52, 50, 2))
                == "96% of 52 devices synced in the last 7 days; 2 not seen for 14 days, so"
                + " figures may be low"
        )
        #expect(words(try place(1, 1, 0)) == "100% of 1 device synced in the last 7 days")
        #expect(words(try place(0, 0, 0)) == "no device is enrolled")
    }

    @Test("all is said only of all, and none only of none")
    func rounding() throws {
        let percent = { (devices: Int, synced: Int) in try place(devices, synced, 0).percent }
        #expect(try percent(1_000, 999) == 99 && percent(1_000, 1_000) == 100)
        #expect(try percent(1_000, 1) == 1 && percent(1_000, 0) == 0)
        #expect(try percent(3, 2) == 67)
    }

    @Test("of several places each has its name and its own share")
    func several() throws {
        let (one, other) = (try place(52, 50, 2), try place(20, 18, 0, council: "leeds"))
        #expect(
            words(one, other)
                == "devices that synced in the last 7 days: Bradford 96% of 52 (2 not seen for 14"
                + " days), Leeds 90% of 20; figures may be low"
        )
        #expect(!words(other, try place(3, 3, 0)).contains("low"))
        #expect(words(other, try place(0, 0, 0)).contains("Bradford no device"))
    }

    @Test("terminal, page and lines have the sentence, JSON its numbers, and none a device")
    func outputs() throws {
        let told = Freshness(
            at: Self.at,
            places: [try place(52, 50, 2, organisation: Self.hub)]
        )
        let sample = SampleReport.report
        let sentence = "As of last sync 2026-11-29 14:02, \(told.words { _ in "" })."
        let report = Report(
            name: sample.name,
            title: sample.title,
            subtitle: sample.subtitle,
            freshness: sentence,
            devices: told,
            sections: sample.sections
        )
        let text = report.text(TextStyle(width: 200)).joined(separator: "\n")
        #expect(text.contains(sentence) && report.page.contains("<p>\(sentence)</p>"))
        #expect(report.lines.dropFirst().allSatisfy { $0.last == sentence })
        let json = report.json
        #expect(json["freshness"] == .string(sentence))
        let place = json["devices"]?["places"]?.first
        #expect(
            place == [
                "council": "bradford", "organisation": .string(Self.hub.description),
                "devices": 52, "synced": 50, "unseen": 2, "oldest": .string(Self.at.description),
            ]
        )
        #expect(json["devices"]?["countedAt"] == .string(Self.at.description))
        #expect(sample.json["devices"] == .null)
        let all = [text, report.page, String(decoding: try Canonical.encode(json), as: UTF8.self)]
        let device = DeviceID(high: 3, low: 7).description
        #expect(all.allSatisfy { !$0.contains(device) })
    }
}

extension JSON {
    fileprivate subscript(name: String) -> JSON? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    fileprivate var first: JSON? {
        if case .array(let items) = self { items.first } else { nil }
    }
}
