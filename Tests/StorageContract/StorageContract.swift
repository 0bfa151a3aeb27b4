// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService
import Testing

@Suite("What every storage must do")
struct StorageContract {
    private let now = Instant(milliseconds: 1_790_000_000_000)
    private let council = DirectoryEntry.Council(
        id: Sample.bradford,
        name: "Bradford",
        gss: "E08000032",
        region: nil
    )

    @Test("an entry follows the one before, or is not taken", arguments: StorageUnderTest.allCases)
    func chain(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let first = try Sample.entry(1, previous: .zero)
            try await storage.write { try $0.append(first.entry, payload: first.payload) }
            let head = try await storage.read { try $0.head(Sample.bradford) }
            #expect(head == ChainHead(sequence: 1, hash: first.hash))
            for wrong in [
                try Sample.entry(3, previous: first.hash), try Sample.entry(2, previous: .zero),
            ] {
                await #expect(throws: StorageFailure.self) {
                    try await storage.write { try $0.append(wrong.entry, payload: wrong.payload) }
                }
            }
            let stored = try await storage.read {
                try $0.entries(Sample.bradford, after: 0, limit: 10)
            }
            #expect(stored == [first])
            let found = try await storage.read {
                (
                    try $0.entry(change: first.entry.change),
                    try $0.entry(device: first.entry.device, counter: 1)
                )
            }
            #expect(found.0 == first)
            #expect(found.1 == first)
        }
    }

    @Test("a transaction that fails leaves nothing", arguments: StorageUnderTest.allCases)
    func atomicity(_ storage: StorageUnderTest) async throws {
        struct Interrupted: Error {}
        try await storage.run { storage in
            let council = council
            await #expect(throws: Interrupted.self) {
                try await storage.write { writer in
                    try writer.save(council)
                    try writer.set("epoch", to: "x")
                    throw Interrupted()
                }
            }
            let left = try await storage.read { (try $0.councils(), try $0.setting("epoch")) }
            #expect(left.0.isEmpty)
            #expect(left.1 == nil)
        }
    }

    @Test("councils are known by name alone as well", arguments: StorageUnderTest.allCases)
    func councils(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let council = council
            try await storage.write { try $0.save(council) }
            let found = try await storage.read { (try $0.councils(), try $0.councilIDs()) }
            #expect(found.0 == [council])
            #expect(found.1 == [council.id])
        }
    }

    @Test("the digest of a feed follows its records", arguments: StorageUnderTest.allCases)
    func digests(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let one = try Sample.record(1, version: 1)
            let changed = try Sample.record(1, version: 3)
            let other = try Sample.record(2, version: 2)
            try await storage.write { writer in
                try writer.save(one, replacing: nil)
                try writer.save(other, replacing: nil)
                try writer.save(changed, replacing: one)
            }
            var expected = SetDigest.empty
            expected.insert(other.hash)
            expected.insert(changed.hash)
            for feed in [Sample.feed, Sample.wholeCouncil] {
                #expect(try await storage.read { try $0.digest(feed) } == expected)
            }
            let stored = try await storage.read { try $0.records(Sample.feed, after: 0, limit: 10) }
            #expect(stored == [other, changed])
            let later = try await storage.read { try $0.records(Sample.feed, after: 2, limit: 10) }
            #expect(later == [changed])
        }
    }

    @Test("readers see a snapshot, in the order of commits", arguments: StorageUnderTest.allCases)
    func concurrency(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        for _ in 0..<25 {
                            try await storage.write { writer in
                                let head = try writer.head(Sample.bradford)
                                let next = try Sample.entry(
                                    head.sequence + 1,
                                    previous: head.hash
                                )
                                try writer.append(next.entry, payload: next.payload)
                            }
                            let (head, entries) = try await storage.read {
                                (
                                    try $0.head(Sample.bradford),
                                    try $0.entries(Sample.bradford, after: 0, limit: 1_000)
                                )
                            }
                            #expect(entries.last?.hash == head.hash)
                            #expect(entries.map(\.entry.sequence) == Array(1...head.sequence))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let head = try await storage.read { try $0.head(Sample.bradford) }
            #expect(head.sequence == 100)
        }
    }

    @Test("the directory tells what is new since a number", arguments: StorageUnderTest.allCases)
    func directory(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let (council, organisation, now) = (council, Sample.organisation, now)
            let person = DirectoryEntry.Person(id: Sample.person, name: "Amina")
            let grant = try #require(
                Grant(role: .worker, council: council.id, organisation: organisation.id)
            )
            try await storage.write { writer in
                try writer.save(council)
                try writer.save(organisation)
            }
            let first = try await storage.read { try $0.directory(after: 0) }
            #expect(first.values == [.council(council), .organisation(organisation)])
            try await storage.write { writer in
                try writer.save(person)
                try writer.save(grant, of: person.id, revoked: nil)
            }
            let second = try await storage.read { try $0.directory(after: first.number) }
            #expect(second.values == [.person(person)])
            #expect(try await storage.read { try $0.person(person.id) }?.grants == [grant])
            try await storage.write { try $0.save(grant, of: person.id, revoked: now) }
            let grants = try await storage.read {
                (try $0.person(person.id)?.grants, try $0.revokedGrants(person.id))
            }
            #expect(grants.0 == [])
            #expect(grants.1 == [grant])
        }
    }

    @Test("the versions of a form are told in order", arguments: StorageUnderTest.allCases)
    func formVersions(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let form = try #require(FormID("visit"))
            try await storage.write { writer in
                for version in [2, 1, 10] {
                    try writer.saveForm(form, version: version, definition: Data("{}".utf8))
                }
            }
            let found = try await storage.read { reader in
                try (reader.formVersions(form), reader.formVersions(#require(FormID("none"))))
            }
            #expect(found.0 == [1, 2, 10] && found.1.isEmpty)
        }
    }

    @Test(
        "every closing of a form is kept, and the last one says how it stands",
        arguments: StorageUnderTest.allCases
    )
    func closings(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let (visit, other) = (try #require(FormID("visit")), try #require(FormID("other")))
            let now = now
            let act = { (form: FormID, isClosed: Bool, reason: String) in
                FormClosing(
                    form: form,
                    isClosed: isClosed,
                    reason: reason,
                    by: Sample.person,
                    at: now
                )
            }
            let acts = [
                act(visit, true, "over"), act(other, true, "é\n£"), act(visit, false, "not yet"),
            ]
            try await storage.write { writer in
                try writer.save(DirectoryEntry.Person(id: Sample.person, name: "Amina"))
                for act in acts { try writer.save(act) }
            }
            let found = try await storage.read { reader in
                (
                    try reader.formClosings(), try reader.closedForms(),
                    try reader.formClosing(visit)
                )
            }
            #expect(found.0 == acts && found.1 == [acts[1]] && found.2 == acts[2])
            try await storage.write { try $0.save(acts[0]) }
            #expect(try await storage.read { try $0.closedForms() }.map(\.form) == [other, visit])
        }
    }

    @Test("a code is used once, and expires", arguments: StorageUnderTest.allCases)
    func enrolments(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let now = now
            let (code, old) = (Hash(of: Array("a".utf8)), Hash(of: Array("b".utf8)))
            try await storage.write { writer in
                try writer.save(DirectoryEntry.Person(id: Sample.person, name: "Amina"))
                try writer.save(
                    StoredEnrolment(
                        code: code,
                        person: Sample.person,
                        expires: now.adding(seconds: 9)
                    )
                )
                try writer.save(StoredEnrolment(code: old, person: Sample.person, expires: now))
                try writer.removeEnrolments(code: nil, expiredAt: now)
            }
            let left = try await storage.read {
                (try $0.enrolment(code: code), try $0.enrolment(code: old))
            }
            #expect(left.0?.person == Sample.person)
            #expect(left.1 == nil)
            try await storage.write { try $0.removeEnrolments(code: code, expiredAt: now) }
            #expect(try await storage.read { try $0.enrolment(code: code) } == nil)
        }
    }

    @Test(
        "what a person approves with is kept as it was said last",
        arguments: StorageUnderTest.allCases
    )
    func passphrases(_ storage: StorageUnderTest) async throws {
        try await storage.run { storage in
            let key = Data(repeating: 7, count: 32).base64EncodedString()
            let code = StoredPassphrase.Code(hash: Hash(of: [UInt8(1)]), expires: now)
            let forms = [
                StoredPassphrase(person: Sample.person, code: code),
                StoredPassphrase(person: Sample.person, key: key, misses: 3),
                StoredPassphrase(person: Sample.person, key: key, misses: 0, code: code),
            ]
            try await storage.write { writer in
                try writer.save(DirectoryEntry.Person(id: Sample.person, name: "Saeed"))
            }
            #expect(try await storage.read { try $0.passphrase(Sample.person) } == nil)
            for form in forms {
                try await storage.write { try $0.save(form) }
                #expect(try await storage.read { try $0.passphrase(Sample.person) } == form)
                #expect(try await storage.read { try $0.passphrases() } == [form])
            }
        }
    }
}
