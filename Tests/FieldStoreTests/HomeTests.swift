// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import GRDB
import Glibc
import Schema
import Testing

@Suite("A home is ours, or is left alone")
struct HomeTests {
    private let folder = TemporaryFolder()

    private var files: FileManager { .default }

    /// Opens what must be refused; the problem, once it is sure that no byte was changed.
    private func refusal(
        of path: String,
        _ place: SourceLocation = #_sourceLocation
    ) throws -> Problem {
        let before = try contents(of: path)
        let problem = #expect(throws: Problem.self, sourceLocation: place) {
            _ = try Device.open(path)
        }
        #expect(try contents(of: path) == before, sourceLocation: place)
        return try #require(problem, sourceLocation: place)
    }

    private func contents(of path: String) throws -> [String: Data] {
        guard let names = try? files.contentsOfDirectory(atPath: path) else { return [:] }
        return try Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, try Data(contentsOf: URL(filePath: path + "/" + name)))
            }
        )
    }

    private func write(_ sql: String) throws -> String {
        try DatabaseQueue(path: folder.path + "/keeplocal.sqlite").write {
            try $0.execute(sql: sql)
        }
        return folder.path
    }

    private func mode(_ path: String) throws -> Int? {
        try files.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("a new home is its owner's only, folder and file")
    func modes() throws {
        let home = folder.path + "/deep/home"
        let store = try Device.open(home)
        #expect(try store.read { try $0.journalCounts() }.isEmpty)
        #expect(try mode(home) == 0o700)
        #expect(try mode(home + "/keeplocal.sqlite") == 0o600)
        try store.makeDueLines()
        #expect(try mode(home + "/lines.sqlite") == 0o600)
        let names = try files.contentsOfDirectory(atPath: home).sorted()
        #expect(names == ["keeplocal.sqlite", "lines.sqlite"])
    }

    @Test("a folder with somebody's files in it is refused")
    func otherFiles() throws {
        try Data("shopping".utf8).write(to: URL(filePath: folder.path + "/list.txt"))
        let problem = try refusal(of: folder.path)
        #expect(problem.code == .homeForeign)
        #expect(problem.message.hasPrefix(folder.path))
        #expect(problem.message.contains("Name another one with --home"))
    }

    @Test(
        "a database of another program, or of a newer keeplocal, is refused",
        arguments: [
            ("CREATE TABLE books (title TEXT)", "another program"),
            ("CREATE TABLE t (x); PRAGMA application_id = 7", "another program"),
            ("PRAGMA application_id = 7", "another program"),
            (
                "CREATE TABLE t (x); PRAGMA application_id = 1263297329; PRAGMA user_version = 99",
                "newer version of keeplocal"
            ),
        ]
    )
    func otherDatabase(_ sql: String, _ words: String) throws {
        let problem = try refusal(of: try write(sql))
        #expect(problem.code == .homeForeign)
        #expect(problem.message.contains(words))
    }

    @Test(
        "a file that is no database is refused",
        arguments: ["hello", String(repeating: "not a database ", count: 1_000)]
    )
    func noDatabase(_ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: folder.path + "/keeplocal.sqlite"))
        #expect(try refusal(of: folder.path).code == .homeForeign)
    }

    @Test("a file where the folder should be, and a place where none can be made, are refused")
    func noFolder() throws {
        let file = folder.path + "/file"
        try Data("x".utf8).write(to: URL(filePath: file))
        #expect(try refusal(of: file).code == .homeForeign)
        #expect(try refusal(of: file + "/below").code == .homeForeign)
        #expect(try Data(contentsOf: URL(filePath: file)) == Data("x".utf8))
        #expect(try refusal(of: "/proc/keeplocal/home").code == .homeForeign)
        #expect(try refusal(of: "").code == .homeForeign)
    }

    @Test(
        "a folder that cannot be written to is refused",
        .enabled(if: geteuid() != 0, "the superuser may write everywhere")
    )
    func notWritable() throws {
        chmod(folder.path, 0o500)
        defer { chmod(folder.path, 0o700) }
        #expect(try refusal(of: folder.path).code == .homeForeign)
    }

    @Test("a home that is opened again, by two at once, is the same home")
    func openedTwice() throws {
        let amina = try Device(on: CouncilLog())
        let (first, form) = (amina.store, known(FormID("contact")))
        let begun = try first.write { try $0.begin($0.form(form)) }
        var draft = begun
        draft.answers = fields(["note": .text("half")])
        try first.write { try $0.keep(draft, after: begun) }
        let second = try amina.reopened()
        #expect(try second.read { try $0.draft(begun.id) }?.answers == draft.answers)
        try second.write { try $0.discard(begun.id) }
        #expect(try first.read { try $0.drafts() }.isEmpty)
    }

    @Test("a file that another one is writing in is waited for")
    func waits() throws {
        let home = folder.path + "/home"
        let store = try Device.open(home)
        let other = try DatabaseQueue(path: home + "/keeplocal.sqlite")
        let started = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            try? other.writeWithoutTransaction { db in
                try db.execute(sql: "BEGIN EXCLUSIVE")
                started.signal()
                Thread.sleep(forTimeInterval: 0.3)
                try db.execute(sql: "COMMIT")
            }
        }
        started.wait()
        let begin = ContinuousClock.now
        try store.write { try $0.forgetCursor() }
        #expect(ContinuousClock.now - begin > .milliseconds(100))
    }

    @Test("a device that is not enrolled says so, and writes nothing")
    func notEnrolled() throws {
        let store = try Device.open(folder.path + "/home")
        let problem = #expect(throws: Problem.self) { try store.read { try $0.identity() } }
        #expect(problem?.code == .notEnrolled)
        #expect(problem?.message.contains("keeplocal enrol") == true)
        let early = #expect(throws: Problem.self) {
            try store.write { try $0.create(known(FormID("contact")), fields: [:]) }
        }
        #expect(early?.code == .formUnknown)
        #expect(try store.read { try $0.journalCounts() }.isEmpty)
    }
}
