// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("Conflicts over the route")
struct RouteConflictTests {
    private let wire: RouteWire
    private let carol: Pen
    private let record: RecordID

    init() async throws {
        wire = try await RouteWire()
        let world = wire.world
        let amina = try await world.join(.worker, of: world.hub)
        carol = try await world.join(.coordinator, of: world.hub)
        let contact = try amina.contact()
        record = contact.record
        _ = try await wire.push(amina.token, [contact])
        let base = try await world.record(record).state.version
        for (pen, minutes) in [(amina, Int64(45)), (carol, 60)] {
            let edit = try pen.change(
                .edit,
                record,
                base: base,
                patch: ["minutes": Edit(to: .integer(minutes), was: .integer(30))]
            )
            _ = try await wire.push(pen.token, [edit])
        }
    }

    private func reports(_ pen: Pen, _ query: String = "") async throws -> [ConflictReport] {
        try await wire.get("v1/conflicts" + query, token: pen.token).decoded()
    }

    private func audits() async throws -> [StoredEntry] {
        let bradford = wire.world.bradford
        return try await wire.world.storage.read {
            try $0.entries(bradford, after: 0, limit: 1_000).filter { $0.entry.kind == .audit }
        }
    }

    @Test("every role sees what the table says: all, masked, or nothing", arguments: Asker.people)
    func roles(_ asker: Asker) async throws {
        let pen = try #require(try await asker.pen(in: wire.world))
        let actor = Actor(person: pen.person, grants: [pen.grant])
        let scope = try await wire.world.record(record).state.scope
        let subject = Subject.record(scope, .caseData)
        let (mayRead, mayInspect) = (may(actor, .read, subject), may(actor, .inspect, subject))
        for query in ["", "?all=true", "?council=bradford", "?reveal=true&reason=curious"] {
            let found = try await reports(pen, query)
            #expect(found.map(\.conflict.record) == (mayRead || mayInspect ? [record] : []))
            guard let report = found.first else { continue }
            let isShown = mayRead || query.contains("reveal")
            #expect(report.isMasked == !isShown, "\(query)")
            let values = report.conflict.candidates.map(\.value)
            #expect(values == (isShown ? [.integer(45), .integer(60)] : [nil, nil]), "\(query)")
            #expect(report.conflict.base == (isShown ? .integer(30) : nil), "\(query)")
        }
        if !mayRead, !mayInspect { #expect(try await audits().isEmpty) }
    }

    @Test("masked values are shown for a reason, and that is kept for good")
    func reveal() async throws {
        let admin = try await wire.world.join(.administrator)
        for query in ["?reveal=true", "?reveal=true&reason=", "?reveal=true&reason=%20%09"] {
            let answer = try await wire.get("v1/conflicts" + query, token: admin.token)
            #expect(answer.verdict == "422 reason.missing")
            #expect(try answer.problem().message.contains("--reason"))
        }
        let long = String(repeating: "r", count: Limits.reasonLengthMax + 1)
        let answer = try await wire.get(
            "v1/conflicts?reveal=true&reason=\(long)",
            token: admin.token
        )
        #expect(answer.verdict == "413 request.too_large")
        #expect(try await audits().isEmpty)

        #expect(try await reports(admin, "?reveal=true&reason=complaint%2012").count == 1)
        let kept = try #require(try await audits().first)
        #expect(String(decoding: kept.payload, as: UTF8.self).contains("complaint 12"))
        #expect(try await audits().count == 1)
        // The next look is masked again.
        #expect(try await reports(admin).allSatisfy(\.isMasked))
        #expect(try await wire.world.verify().isSound)
    }

    @Test("a masked answer has none of the values anywhere in it")
    func masked() async throws {
        let world = wire.world
        let (amina, admin) = (
            try await world.join(.worker, of: world.hub), try await world.join(.administrator)
        )
        let base = try await world.record(record).state.version
        for (pen, text) in [(amina, "CANARY-A"), (carol, "CANARY-B")] {
            let edit = try pen.change(
                .edit,
                record,
                base: base,
                patch: ["participant": Edit(to: .text(text), was: .text("p-1"))]
            )
            _ = try await wire.push(pen.token, [edit])
        }
        let shown = try await wire.get("v1/conflicts", token: carol.token).text
        #expect(shown.contains("CANARY-A") && shown.contains("CANARY-B"))
        for query in ["", "?all=true"] {
            let hidden = try await wire.get("v1/conflicts" + query, token: admin.token).text
            #expect(!hidden.contains("CANARY") && !hidden.contains("p-1"))
        }
    }

    @Test("a conflict of others is answered like one that does not exist")
    func others() async throws {
        let ben = try await wire.world.join(.coordinator, of: wire.world.circle)
        let report = try #require(try await reports(carol).first)
        for query in ["", "&all=true", "&reveal=true&reason=curious"] {
            let there = try await wire.get(
                "v1/conflicts?id=\(report.conflict.id)\(query)",
                token: ben.token
            )
            let missing = try await wire.get(
                "v1/conflicts?id=\(RouteRow.id() as ConflictID)\(query)",
                token: ben.token
            )
            #expect(there.text == missing.text && there.status == missing.status)
        }
        #expect(try await audits().isEmpty)
    }

    @Test("questions that cannot be read are refused by what they should be")
    func malformed() async throws {
        for query in ["?id=x", "?id=", "?council=Not%20One", "?council=", "?id=%00"] {
            let answer = try await wire.get("v1/conflicts" + query, token: carol.token)
            #expect(answer.verdict == "400 request.malformed", "\(query)")
        }
        #expect(try await reports(carol, "?council=nowhere").isEmpty)
    }
}
