// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@testable import Standards

/// Services as a device reads them, and what is published of them.
enum Material {
    static let hub = OrganisationID(high: 0x0191_0000_0000_7000, low: 0x8000_0000_0000_0001)
    static let today = PlainDate("2026-11-29")
    static let changed = Instant(milliseconds: 1_795_000_000_000)

    static func council(orgID: String? = "GB-LAE-BRD") throws -> PublishedService.Council {
        PublishedService.Council(
            id: try #require(CouncilID("bradford")),
            name: "City of Bradford Metropolitan District Council",
            orgID: orgID,
            gss: "E08000032"
        )
    }

    /// A service that lacks nothing, with other answers in the places that are given.
    static func service(
        _ number: UInt64 = 1,
        _ answers: [String: FieldValue?] = [:]
    ) throws -> Record {
        var all: [String: FieldValue?] = [
            "name": .text("Homecare East"), "description": .text("Visits at home"),
            "status": .choice("active"), "contract": .choice("grant"),
            "starts": .date(try day("2026-04-01")), "ends": .date(try day("2027-03-31")),
            "awarded": .date(try day("2026-02-10")), "award_total": .money(Money(pence: 2_500_050)),
            "org_id": .text("GB-CHC-1164883"), "email": .text("hello@example.org"),
            "website": .text("https://example.org/homecare"),
        ]
        all.merge(answers) { $1 }
        var patch: [FieldPath: Edit] = [:]
        for (name, value) in all {
            if let value { patch[try #require(FieldPath(name))] = Edit(to: value) }
        }
        let change = Change(
            id: ChangeID(high: 1, low: number),
            device: DeviceID(high: 0, low: 1),
            counter: 1,
            record: RecordID(high: 0x0192_0000_0000_7000, low: 0x8000_0000_0000_0000 | number),
            form: try #require(FormID("service")),
            formVersion: 1,
            scope: Scope(council: try council().id, organisation: hub, audience: .council),
            kind: .create,
            base: 0,
            patch: patch,
            author: PersonID(high: 0, low: 1),
            party: .council,
            at: HybridTime(instant: changed)
        )
        return RecordState(change, version: 1).view { _ in .ask }
    }

    static func day(_ text: String) throws -> PlainDate { try #require(PlainDate(text)) }

    static func publication(
        _ standard: Standard,
        _ records: [Record],
        hub name: String? = "Advice Hub",
        council: PublishedService.Council? = nil,
        prefix: String? = nil
    ) throws -> Publication {
        Publication(
            standard,
            of: records.map { ($0, changed) },
            organisations: name.map { [hub: $0] } ?? [:],
            council: try council ?? Self.council(),
            words: PublisherWords(grantPrefix: prefix, today: try #require(today))
        )
    }

    /// The whole file, read by a reader that is not ours.
    static func document(_ publication: Publication) throws -> [String: Any] {
        let envelope = try publication.envelope()
        let entries = try publication.services.map { try publication.entry($0) }
        let text = envelope.opening + entries.joined(separator: ",\n") + envelope.closing
        let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(object as? [String: Any])
    }
}
