// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Files that were attached, and what became of their answers", .timeLimit(.minutes(5)))
struct AttachedFileTests {
    private let desk: Desk
    private let photo: String

    init() throws {
        desk = try Desk()
        photo = desk.home + "/photo.jpg"
        try Data("a photograph".utf8).write(to: URL(filePath: photo))
    }

    private var kept: [String] {
        let folder = desk.home + "/evidence"
        let found = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        return found.filter { $0.count > 60 }
    }

    private func save(_ more: [String]) throws -> StartedProgram.Outcome {
        try desk.run(["new", "contact", "--set", "photo=@\(photo)"] + more)
    }

    private static let whole = ["--set", "participant=P-1", "--set", "kind=visit"]

    @Test("an answer that is refused, and a rehearsal, leave no copy of a file behind")
    func refused() throws {
        #expect(try save(Self.whole + ["--set", "minutes=abc"]).exit != 0)
        #expect(kept == [])
        #expect(try save(Self.whole + ["--dry-run"]).exit == 0)
        #expect(kept == [])
        #expect(try save(Self.whole).exit == 0)
        #expect(kept.count == 1)
        // The same file once more, refused: it is still that of the first.
        #expect(try save(["--set", "kind=pigeon"]).exit != 0)
        #expect(kept.count == 1)
    }

    @Test("a file of a draft stays however long the draft waits, and goes with it")
    func draft() throws {
        let file = try desk.store.evidence.attach(photo)
        let form = try #require(FormID("contact"))
        let path = try #require(FieldPath("photo"))
        let draft = try desk.store.write { session in
            let begun = try session.begin(session.form(form))
            var next = begun
            next.answers[path] = .blob(file)
            try session.keep(next, after: begun)
            return next
        }
        let old = Date(timeIntervalSinceNow: -3 * 24 * 60 * 60)
        let copy = desk.store.evidence.path(of: file.sha256)
        try FileManager.default.setAttributes([.modificationDate: old], ofItemAtPath: copy)
        #expect(try desk.store.tidyEvidence())
        #expect(kept.count == 1)
        try desk.store.write { try $0.discard(draft.id) }
        #expect(try desk.store.tidyEvidence())
        #expect(kept == [])
    }

    @Test("while a copy may be about to be saved, it stays, and nobody says that all is removed")
    func young() throws {
        let file = try desk.store.evidence.attach(photo)
        #expect(try !desk.store.tidyEvidence())
        #expect(desk.store.evidence.has(file))
    }

    @Test(
        "one of a day to come is that of a clock that was wrong: it goes, and nothing waits for it"
    )
    func dayToCome() throws {
        let file = try desk.store.evidence.attach(photo)
        let copy = desk.store.evidence.path(of: file.sha256)
        for (minutes, isOfNow) in [(5.0, true), (24 * 60.0, false)] {
            let day = Date(timeIntervalSinceNow: minutes * 60)
            try FileManager.default.setAttributes([.modificationDate: day], ofItemAtPath: copy)
            #expect(try desk.store.tidyEvidence() != isOfNow, "\(minutes) minutes")
            #expect(desk.store.evidence.has(file) == isOfNow, "\(minutes) minutes")
        }
        #expect(kept == [])
    }

    @Test("doctor names a file that only this device had, and that is damaged or gone")
    func lost() throws {
        #expect(try save(Self.whole).exit == 0)
        #expect(try desk.run(["doctor"]).exit == 0)
        let copy = desk.home + "/evidence/" + (try #require(kept.first))
        try Data("b photograph".utf8).write(to: URL(filePath: copy))
        let damaged = try desk.run(["doctor"])
        #expect(damaged.exit == ExitStatus.failed)
        #expect(damaged.output.contains("is damaged on"), "\(damaged)")
        try FileManager.default.removeItem(atPath: copy)
        let gone = try desk.run(["doctor"])
        #expect(gone.exit == ExitStatus.failed)
        #expect(gone.output.contains("is not there any") && gone.output.contains("edit"))
    }
}
