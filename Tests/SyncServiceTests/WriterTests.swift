// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Gzip
import Sealing
import SyncService
import Testing

/// What a modified device could send: its own checks are not there any more.
@Suite("Decisions are taken only from those who decide")
struct WriterTests {
    private let world: World

    init() async throws { world = try await World() }

    /// A decision of each kind, as its form wants it.
    private static let decisions: [String: [String: FieldValue]] = [
        "consent_exception": [
            "participant": .text("p-1"), "record": .text("r-1"), "why": .text("we like it"),
        ],
        "distinct_people": ["first": .text("p-1"), "second": .text("p-2"), "why": .text("so")],
        "late_work": [
            "service": .text("s-1"), "decision": .choice("unfunded"), "reason": .text("so"),
        ],
        "network_figure": [
            "kind": .choice("principle"), "standing": .choice("told"), "period": .text("2026"),
            "principle": .text("local_spend"), "level": .integer(3),
        ],
        "return_waiver": [
            "service": .text("s-1"), "period": .text("2026-Q2"), "reason": .text("so"),
        ],
    ]

    private func decision(_ form: String, by pen: Pen) throws -> Change {
        let isCase = ["consent_exception", "distinct_people"].contains(form)
        return try pen.change(
            .create,
            pen.newRecord(),
            form: form,
            patch: try #require(Self.decisions[form]).mapValues { Edit(to: $0) },
            audience: isCase ? .organisation : form == "network_figure" ? .network : .council,
            organisation: world.hub
        )
    }

    private func definition(_ form: String) async throws -> FormDefinition {
        let id = try #require(FormID(form))
        let versions = try await world.storage.read { [world] in
            try world.forms.versions(of: id, in: $0)
        }
        return try #require(versions).newest.definition
    }

    @Test("every role, every form that names its writers", arguments: Role.allCases)
    func matrix(_ role: Role) async throws {
        let pen = try await world.join(role, of: world.hub)
        for form in Self.decisions.keys.sorted() {
            let rights = try await definition(form)
            let change = try decision(form, by: pen)
            let isAllowed = may(
                Actor(person: pen.person, grants: [pen.grant]),
                .write,
                rights.subject(in: change.scope)
            )
            let refusal = try await pen.refusal(of: change)
            #expect(refusal == (isAllowed ? nil : "permission.denied"), "\(role) \(form)")
            #expect(isAllowed == rights.writers?.contains(role), "\(role) \(form)")
        }
    }

    @Test("who may not decide may not edit, delete or settle what was decided either")
    func decided() async throws {
        let carol = try await world.join(.coordinator, of: world.hub)
        let amina = try await world.join(.worker, of: world.hub)
        let kept = try decision("consent_exception", by: carol)
        let version = try await carol.store(kept)
        let edits: [(Change.Kind, [String: Edit], String?)] = [
            (.edit, ["record": Edit(to: .text("r-2"), was: .text("r-1"))], nil),
            (.delete, ["@exists": Edit(to: .boolean(false), was: .boolean(true))], nil),
            (.resolve, ["record": Edit(to: .text("r-2"))], "mine"),
        ]
        for (kind, patch, reason) in edits {
            let change = try amina.change(
                kind,
                kept.record,
                form: "consent_exception",
                base: version,
                patch: patch,
                reason: reason
            )
            #expect(try await amina.refusal(of: change) == "permission.denied", "\(kind)")
        }
    }

    @Test("a dispute about a decision is settled by who decides, or by an administrator")
    func disputes() async throws {
        for role in Role.allCases {
            let rights = try await definition("late_work")
            let scope = Scope(council: world.bradford, organisation: world.hub, audience: .council)
            let pen = try await world.join(role, of: world.hub)
            let actor = Actor(person: pen.person, grants: [pen.grant])
            let settles: Set<Role> = [.reviewer, .seniorChampion, .administrator]
            let found = may(actor, .resolve, rights.subject(in: scope))
            #expect(found == settles.contains(role), "\(role)")
        }
    }

    @Test("an older version of the form opens nothing again")
    func olderVersion() async throws {
        let amina = try await world.join(.worker, of: world.hub)
        let office = try await world.join(.administrator)
        var form = FormDefinition(
            id: try #require(FormID("verdict")),
            version: 1,
            title: "Verdict",
            audience: .organisation,
            category: .caseData
        )
        form.items = [FormItem(.text, name: "why")]
        try await publish(form, by: office)
        try await amina.store(try verdict(by: amina))
        (form.version, form.writers) = (2, [.coordinator])
        try await publish(form, by: office)
        let late = try verdict(by: amina)
        #expect(late.formVersion == 1)
        #expect(try await amina.refusal(of: late) == "permission.denied")
        form.version = 3
        form.writers = nil
        let left = await #expect(throws: Problem.self) { try await publish(form, by: office) }
        #expect(left?.message.contains("writers") == true)
    }

    private func verdict(by pen: Pen) throws -> Change {
        try pen.change(
            .create,
            pen.newRecord(),
            form: "verdict",
            patch: ["why": Edit(to: .text("so"))]
        )
    }

    private func publish(_ definition: FormDefinition, by office: Pen) async throws {
        let (forms, person) = (world.forms, office.person)
        let json = try Canonical.decode(JSON.self, from: Canonical.encode(definition))
        _ = try await world.storage.write { writer in
            try Administering(writer: writer, by: person, now: World.start)
                .add(AdminRequest.Form(definition: json, isRehearsal: false), forms: forms)
        }
    }

    @Test("what a person who lost their role decided before waits for one who decides")
    func held() async throws {
        let carol = try await world.join(.coordinator, of: world.hub)
        let amina = try await world.join(.worker, of: world.hub)
        let (kept, posed) = (
            try decision("consent_exception", by: carol),
            try decision("consent_exception", by: amina)
        )
        for pen in [carol, amina] {
            try await world.storage.write { [person = pen.person, grant = pen.grant] in
                try $0.takeAway(grant, from: person)
            }
        }
        guard case .held? = try await carol.push(kept).outcomes.first?.result else {
            Issue.record("a coordinator's own decision is not held")
            return
        }
        #expect(try await amina.refusal(of: posed) == "permission.denied")
    }

    @Test("carried by hand it is refused as well")
    func bundle() async throws {
        let wire = try await RouteWire()
        let amina = try await wire.world.join(.worker, of: wire.world.hub)
        let key = BundleKey()
        try await wire.world.storage.write { try $0.set("bundleKey", to: key.text) }
        let change = try amina.change(
            .create,
            amina.newRecord(),
            form: "return_waiver",
            patch: try #require(Self.decisions["return_waiver"]).mapValues { Edit(to: $0) },
            audience: .council
        )
        var writer = try BundleWriter(to: key.publicText)
        let head = BundleHead(device: amina.device, token: amina.token, made: World.start)
        try writer.add(Canonical.encode(head), isLast: false)
        let part = try Canonical.encode(PushRequest(changes: [change]))
        try writer.add(Gzip.compress(part), isLast: true)
        let answer = try await wire.post("v1/bundles", token: amina.token, writer.data)
        let packed = try SealedReceipts.open(answer.body, key: writer.receiptKey())
        let receipts = try Canonical.decode(
            BundleReceipts.self,
            from: Gzip.decompress(packed, limit: 1 << 20)
        )
        guard case .refused(let problem)? = receipts.answers.flatMap(\.outcomes).first?.result
        else {
            Issue.record("taken: \(receipts)")
            return
        }
        #expect(problem.code == .forbidden)
    }
}
