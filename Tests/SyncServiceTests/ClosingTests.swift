// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import StorageSQLite
import SyncService
import Testing

@Suite("Closing a form, and opening it again")
struct ClosingTests {
    private let world: World
    private let admin: Pen
    private let amina: Pen
    private let contact: FormID

    init() async throws {
        world = try await World()
        admin = try await world.join(.administrator)
        amina = try await world.join(.worker, of: world.hub)
        contact = try #require(FormID("contact"))
    }

    @discardableResult
    private func close(
        _ form: FormID? = nil,
        _ reason: String = "the scheme has ended",
        isClosed: Bool = true,
        rehearsal: Bool = false
    ) async throws -> FormClosingReport {
        let person = admin.person
        let request = AdminRequest.FormClosing(
            form: form ?? contact,
            isClosed: isClosed,
            reason: reason,
            isRehearsal: rehearsal
        )
        return try await world.storage.write { writer in
            try Administering(writer: writer, by: person, now: World.start).close(request)
        }
    }

    private func code(_ attempt: () async throws -> Void) async -> String? {
        do {
            try await attempt()
            return nil
        } catch {
            return (error as? Problem)?.code.text
        }
    }

    @Test("devices learn of it with every pull, also those that asked before, until it is open")
    func told() async throws {
        let before = try await amina.pull()
        #expect(before.closed.isEmpty)
        #expect(try await !close(rehearsal: true).isKept)
        #expect(try await amina.pull(before.cursor).closed.isEmpty)
        let report = try await close()
        #expect(report.isKept && report.closing.by == admin.person)
        let page = try await amina.pull(before.cursor)
        #expect(page.closed == [report.closing] && page.forms.isEmpty)
        #expect(try await amina.pull(page.cursor).closed == [report.closing])
        let bytes = try Canonical.encode(page)
        #expect(try Canonical.decode(PullAnswer.self, from: bytes).closed == [report.closing])
        // A device of an earlier version does not know the member, and goes on.
        let text = String(decoding: bytes, as: UTF8.self)
        let unknown = Data(text.replacing(#""closed":"#, with: #""unheard":"#).utf8)
        #expect(try Canonical.decode(PullAnswer.self, from: unknown).closed.isEmpty)
        try await close(nil, "one more quarter", isClosed: false)
        #expect(try await amina.pull(page.cursor).closed.isEmpty)
        #expect(try await world.verify().isSound)
    }

    @Test("what a device made that had not heard is taken, and so is every edit")
    func late() async throws {
        let before = try amina.contact()
        let base = try await amina.store(before)
        try await close()
        try await amina.store(amina.contact("made on the bus"))
        let patch = ["note": Edit(to: .text("mended"), was: .text("first"))]
        try await amina.store(amina.change(.edit, before.record, base: base, patch: patch))
        #expect(try await world.verify().isSound)
    }

    @Test("the same words again are kept once; other words, and what was never closed, are named")
    func again() async throws {
        #expect(
            await code { try await close(nil, "open it", isClosed: false) } == "directory.exists"
        )
        let first = try await close()
        let second = try await close()
        #expect(second.closing == first.closing && !second.isKept)
        #expect(await code { try await close(nil, "another") } == "directory.exists")
        #expect(await code { try await close(nil, " ") } == "reason.missing")
        let long = String(repeating: "x", count: Limits.reasonLengthMax + 1)
        #expect(await code { try await close(nil, long) } == "request.too_large")
        let unknown = try #require(FormID("no_such_form"))
        let error = await #expect(throws: Problem.self) { try await close(unknown) }
        #expect(error?.code == .notFound && error?.message.contains("no_such_form") == true)
        try await close(nil, "more to do", isClosed: false)
        try await close()
        let acts = try await world.storage.read { try $0.formClosings() }
        #expect(acts.map(\.isClosed) == [true, false, true])
    }

    @Test("nobody but an administrator closes a form")
    func denied() async throws {
        let person = amina.person
        let error = await #expect(throws: Problem.self) {
            try await world.storage.write { writer in
                _ = try Administering(writer: writer, by: person, now: World.start)
            }
        }
        #expect(error?.code == .forbidden)
    }

    @Test(
        "verify finds what differs from the log, and names the form",
        arguments: [
            "UPDATE form_closing SET closed = 0", "UPDATE form_closing SET reason = 'other'",
            "DELETE FROM form_closing",
        ]
    )
    func altered(_ sql: String) async throws {
        try await close()
        #expect(try await world.verify().isSound)
        let other = try DatabaseQueue(path: world.folder + "/keeplocal.sqlite")
        try await other.write { try $0.execute(sql: sql) }
        let found = try await world.verify()
        #expect(found.projection.contains("contact") && found.chain == "ok", "\(found)")
    }
}
