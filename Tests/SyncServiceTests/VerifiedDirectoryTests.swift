// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import SyncService
import Testing

@Suite("Who may do what is what the log gives")
struct VerifiedDirectoryTests {
    @Test("after every kind of act nothing differs, nor does it after a compaction")
    func clean() async throws {
        let council = try await BusyCouncil()
        let carol = council.carol
        let gone = try carol.contact("gone")
        let seen = try await carol.store(gone)
        let exists = ["@exists": Edit(to: .boolean(false), was: .boolean(true))]
        try await carol.store(carol.change(.delete, gone.record, base: seen, patch: exists))
        let before = try await council.world.verify()
        #expect(before.isSound && before.differing == 0, "\(before)")
        let later = World.start.adding(seconds: 401 * 86_400)
        let compacting = Compacting(storage: council.world.storage, forms: council.world.forms)
        #expect(try await compacting.run(now: later) == 1)
        let after = try await council.world.verify()
        #expect(after.isSound && after.compacted == 2 && after.erased == 1, "\(after)")
    }

    @Test("a server that went back to a backup differs in nothing, nor when it goes on")
    func wentBack() async throws {
        let before = try await Restorable()
        try await before.amina.store(before.amina.contact("kept"))
        let (person, grant) = (before.amina.person, before.amina.grant)
        let copy = try await before.copy()
        try await before.world.storage.write {
            try $0.withdraw(grant, from: person, by: nil, at: World.start)
        }
        let after = try await before.restore(copy)
        #expect(try await after.world.verify().isSound)
        try await after.world.storage.write {
            try $0.withdraw(grant, from: person, by: nil, at: World.start)
        }
        _ = try await after.amina.push(after.amina.contact("late"))
        #expect(try await after.world.verify().isSound)
    }

    struct Tampering: Sendable, CustomTestStringConvertible {
        let sql, table: String
        let words: [String]

        init(_ sql: String, _ table: String, _ words: String...) {
            (self.sql, self.table, self.words) = (sql, table, words)
        }
        var testDescription: String { sql }
    }

    static let rows = [
        Tampering(
            "UPDATE role_grant SET revoked = NULL WHERE role = 'reviewer'",
            "role_grant",
            "'Rosa'",
            "holds the role reviewer in the council bradford, which the log took back on 2026"
        ),
        Tampering(
            """
            INSERT INTO role_grant SELECT id, 'administrator', '', x'', NULL FROM person
            WHERE name = 'Rosa'
            """,
            "role_grant",
            "'Rosa'",
            "holds the role administrator for all councils, which the log does not give"
        ),
        Tampering(
            """
            UPDATE role_grant SET organisation = (SELECT id FROM organisation WHERE name > 'Hom')
            WHERE role = 'coordinator'
            """,
            "role_grant",
            "holds the role coordinator in the organisation 'Homecare Circle'",
            "lacks the role coordinator in the organisation 'Advice Hub'"
        ),
        Tampering(
            "UPDATE role_grant SET role = 'auditor', council = '' WHERE role = 'reviewer'",
            "role_grant",
            "is said to have held the role auditor",
            "nothing is kept of the role reviewer"
        ),
        Tampering(
            "DELETE FROM role_grant WHERE role = 'coordinator'",
            "role_grant",
            "lacks the role coordinator"
        ),
        Tampering(
            "UPDATE device SET revoked = NULL WHERE name = 'copy'",
            "device",
            "the device 'copy'",
            "may send and receive, and the log revoked it on 2026"
        ),
        Tampering(
            "UPDATE device SET token = randomblob(32) WHERE name = 'copy'",
            "device",
            "has another key than the one that it was enrolled with"
        ),
        Tampering(
            """
            UPDATE device SET person = (SELECT person FROM role_grant WHERE role = 'administrator')
            WHERE name = 'copy'
            """,
            "device",
            "has person"
        ),
        Tampering("UPDATE device SET name = 'other' WHERE name = 'copy'", "device", "has name"),
        Tampering("UPDATE device SET parent = NULL WHERE name = 'copy'", "device", "parent none"),
        Tampering("UPDATE device SET enrolled = 9 WHERE name = 'copy'", "device", "has enrolled"),
        Tampering("UPDATE person SET name = 'Rosie' WHERE name = 'Rosa'", "person", "'Rosie'"),
        Tampering(
            "INSERT INTO person VALUES (randomblob(16), 'Nobody', 99)",
            "person",
            "'Nobody'",
            "is not in the log"
        ),
        Tampering(
            "UPDATE organisation SET name = 'Better Hub' WHERE name = 'Advice Hub'",
            "organisation",
            "has name 'Better Hub', and the log 'Advice Hub'"
        ),
        Tampering(
            "UPDATE organisation SET council = 'kirklees' WHERE name = 'Mill'",
            "organisation",
            "has council 'kirklees', and the log 'leeds'"
        ),
        Tampering(
            """
            UPDATE council SET entry = CAST(replace(CAST(entry AS TEXT), ':7', ':3') AS BLOB)
            WHERE id = 'leeds'
            """,
            "council",
            "the council leeds has threshold '3', and the log '7'"
        ),
        Tampering(
            """
            UPDATE form SET definition = CAST(CAST(definition AS TEXT) || ' ' AS BLOB)
            WHERE id = 'contact'
            """,
            "form",
            "version 1 of the form contact is not what was published"
        ),
        Tampering(
            "INSERT INTO form SELECT id, 2, definition, 99 FROM form WHERE id = 'visit'",
            "form",
            "version 2 of the form visit is not in the log"
        ),
        Tampering(
            "DELETE FROM form_closing WHERE number = (SELECT max(number) FROM form_closing)",
            "form_closing",
            "visit"
        ),
        Tampering(
            "UPDATE erasure SET organisation = randomblob(16)",
            "erasure",
            "has organisation"
        ),
        Tampering("UPDATE erased SET record = randomblob(16)", "erased", "is not in the log"),
    ]

    @Test("a row that was changed, added or taken away past the server is named", arguments: rows)
    func row(_ tampering: Tampering) async throws {
        let council = try await BusyCouncil()
        try await council.tamper(tampering.sql)
        let found = try await council.world.verify()
        #expect(!found.isSound && found.differing > 0, "\(found)")
        // An entry that was sealed cannot be read, and nothing says why.
        #expect((found.chain == "ok") == (tampering.table != "erased"), "\(found)")
        let told = found.differences.filter { $0.table == tampering.table }.map(\.found)
        for words in tampering.words {
            #expect(told.contains { $0.contains(words) }, "\(words): \(found.differences)")
        }
    }

    @Test(
        "an answer that was changed, added or taken away is named, by device or change",
        arguments: [
            Tampering("DELETE FROM answer WHERE held IS NOT NULL", "answer", "of its changes"),
            Tampering(
                "DELETE FROM answer WHERE counter = 2",
                "answer",
                "is told that 5 of its changes were answered, and 4 have"
            ),
            Tampering("UPDATE answer SET change = randomblob(16)", "answer", "contradicts itself"),
            Tampering(
                """
                UPDATE answer SET held = NULL, awaits = NULL WHERE held IS NOT NULL
                """,
                "answer",
                "contradicts itself"
            ),
            Tampering(
                """
                UPDATE answer SET outcome = CAST(replace(CAST(outcome AS TEXT),
                    '"sequence":', '"sequence":1') AS BLOB)
                WHERE CAST(outcome AS TEXT) LIKE '%"stored"%'
                """,
                "answer",
                "says that it was stored as"
            ),
            Tampering(
                "UPDATE answer SET counter = 77 WHERE held IS NOT NULL",
                "answer",
                "contradicts itself"
            ),
            Tampering(
                """
                INSERT INTO answer (device, counter, change, outcome)
                SELECT randomblob(16), counter, change, outcome FROM answer WHERE counter = 2
                """,
                "answer",
                "there is no such device"
            ),
            Tampering(
                "UPDATE device SET last_counter = last_counter + 1 WHERE last_counter = 5",
                "answer",
                "is told that 6 of its changes were answered, and 5 have"
            ),
            Tampering(
                "UPDATE device SET last_counter = last_counter - 1 WHERE last_counter = 5",
                "answer",
                "the last being 5"
            ),
        ]
    )
    func answer(_ tampering: Tampering) async throws { try await row(tampering) }

    @Test("a decision that was undone in the file is named")
    func undecided() async throws {
        let council = try await BusyCouncil()
        let refused = council.held[1]
        let outcome = PushOutcome(
            change: refused.id,
            counter: refused.counter,
            result: .held(why: Problem(.forbidden, "wait")),
            duplicate: false
        )
        try await council.tamper(
            "UPDATE answer SET outcome = ?, held = ? WHERE counter = ?",
            [
                try Canonical.encode(outcome), try Canonical.encode(refused), refused.counter,
            ]
        )
        let found = try await council.world.verify()
        let words = "the change \(refused.id) was refused, as the log says"
        #expect(found.differing == 1 && found.projection.contains(words), "\(found)")
    }

    @Test("what a file has of records that are not there, or lacks of those that are, is told")
    func named() async throws {
        for sql in [
            "INSERT INTO mention VALUES (randomblob(16), 'p-1', x'')",
            "INSERT INTO blob_name VALUES (randomblob(32), randomblob(16))",
            "INSERT INTO blob_name SELECT randomblob(32), id FROM record",
        ] {
            let council = try await BusyCouncil()
            try await council.tamper(sql)
            #expect(try await !council.world.verify().isSound, "\(sql)")
        }
    }

    @Test("an act of before, without name and key of the device, is read, and the rest compared")
    func former() async throws {
        let world = try await World()
        let amina = try await world.join(.worker, of: world.hub)
        let text =
            #"{"at":"2026-11-18T14:40:00.000Z","event":{"enrolled":{"_0":"\#(amina.device)","#
            + #""person":"\#(amina.person)"}}}"#
        let signed = try Canonical.decode(DirectoryEvent.Signed.self, from: Data(text.utf8))
        #expect(signed.event == .enrolled(amina.device, person: amina.person))
        #expect(try String(decoding: Canonical.encode(signed), as: UTF8.self) == text)
    }

    @Test("what somebody wrote into the file cannot take hold of the terminal that shows it")
    func inert() async throws {
        let council = try await BusyCouncil()
        try await council.tamper("UPDATE person SET name = 'a' || char(27) || '[2Jb'")
        let found = try await council.world.verify()
        #expect(found.differences.contains { $0.found.contains("a?[2Jb") })
        #expect(found.differences.allSatisfy { !$0.found.contains("\u{1B}") })
    }

    @Test("however much differs, a hundred are told, and all are counted")
    func many() async throws {
        let council = try await BusyCouncil()
        try await council.tamper(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
            INSERT INTO person SELECT randomblob(16), 'N' || i, 1000 + i FROM n
            """
        )
        let found = try await council.world.verify()
        #expect(found.differing == 5_000 && found.differences.count == 100)
        #expect(found.projection.contains("and 4999 more"), "\(found.projection)")
    }
}
