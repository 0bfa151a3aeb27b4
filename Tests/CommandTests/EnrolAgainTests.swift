// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Screens
import Testing

@testable import keeplocal

@Suite("A device that is enrolled again", .timeLimit(.minutes(15)))
struct EnrolAgainTests {
    private func number(_ key: String, _ outcome: StartedProgram.Outcome) throws -> Int {
        try #require(try outcome.json()[key] as? Int, "\(outcome)")
    }

    @Test("the same person, after the device was revoked: what had waited is sent")
    func samePerson() throws {
        let town = try Town()
        try town.join("amina")
        _ = try town.contact("amina")
        try town.run("amina", ["sync"])
        let list = try town.run("amina", ["list", "--json"]).output
        _ = try town.contact("amina", "minutes=45")
        let former = try revoke(town)
        try saysWhatIsTrue(town)
        let again = ["enrol", town.url, try town.addDevice("amina"), "--json"]
        let enrolled = try town.run("amina", again)
        #expect(try !town.run("amina", ["status"]).output.contains("revoked"))
        #expect(try number("pushed", enrolled) == 1 && number("refused", enrolled) == 0)
        #expect(try enrolled.json()["device"] as? String != former)
        let status = try town.run("amina", ["status", "--json"])
        #expect(try number("stored", status) == 2 && number("saved", status) == 0)
        #expect(try town.run("amina", ["list", "--json"]).output.count > list.count)
    }

    /// Of a device that heard that it is revoked when it sent a change: that one has no answer.
    private func saysWhatIsTrue(_ town: Town) throws {
        let store = try FieldStore(
            home: Home(path: town.folder.appending(path: "amina").path)
        )
        let waiting = try #require(store.read { try $0.unsent() }.first)
        let status = try town.run("amina", ["status"]).output
        #expect(status.contains("This device was revoked; it heard so on "), "\(status)")
        #expect(status.contains("1 change of yours"), "\(status)")
        #expect(status.contains("keeplocal enrol \(town.url) CODE"), "\(status)")
        #expect(!status.contains("keeplocal sync") && !status.contains("sync again"))
        #expect(status.contains("Sent, not answered: create of contact"), "\(status)")
        #expect(status.contains("minutes: 45"), "\(status)")
        let list = try town.run("amina", ["list"]).output
        #expect(list.contains("> sent"), "\(list)")
        #expect(list.contains("This device was revoked"), "\(list)")
        let shown = try town.run("amina", ["show", waiting.record.description]).output
        #expect(shown.contains("not answered before this device was revoked"), "\(shown)")
        #expect(!shown.contains("sync again"), "\(shown)")
        let json = try town.run("amina", ["status", "--json"]).json()
        #expect(json["revoked"] as? String != nil)
    }

    @Test("a change of a record that went with the device's rights is told by the status")
    func removedRecord() throws {
        let town = try Town()
        try town.join("amina")
        let record = try town.contact("amina")
        try town.run("amina", ["sync"])
        try town.run("amina", ["edit", record, "--set", "minutes=50"])
        try revoke(town)
        let shown = try town.run("amina", ["show", record], exit: ExitStatus.refused)
        #expect("\(shown)".contains("was removed from this device"), "\(shown)")
        #expect("\(shown)".contains("is kept: keeplocal status"), "\(shown)")
        let list = try town.run("amina", ["list"]).output
        #expect(list.hasPrefix("This device was revoked"), "\(list)")
        let status = try town.run("amina", ["status"]).output
        #expect(status.contains("Sent, not answered: edit of contact"), "\(status)")
        #expect(status.contains("minutes: 50"), "\(status)")
    }

    /// An administrator revokes the device of Amina, which hears of it.
    @discardableResult
    private func revoke(_ town: Town) throws -> String {
        let devices = try town.run("admin", ["admin", "device", "list", "--json"]).output
        let list = try #require(
            JSONSerialization.jsonObject(with: Data(devices.utf8)) as? [[String: Any]]
        )
        let hers = try #require(list.first { $0["personName"] as? String == "amina" })
        let id = try #require(hers["id"] as? String)
        try town.run("admin", ["admin", "device", "revoke", id, "--reason", "Lost on the bus"])
        #expect(try !town.run("amina", ["status"]).output.contains("revoked"))
        try town.run("amina", ["sync"], exit: ExitStatus.notPermitted)
        return id
    }

    @Test("a server made anew knows nobody: the old folder can be used with it, and sends its work")
    func newServer() throws {
        let town = try Town()
        try town.join("amina")
        _ = try town.contact("amina")
        try FileManager.default.removeItem(at: town.folder.appending(path: "admin"))
        try town.open("another")
        let code = try town.add("amina")
        // The address of the server is another now as well.
        let path = town.folder.appending(path: "amina").path
        let store = try FieldStore(home: Home(path: path))
        try store.write { session in
            let old = try session.identity()
            try session.save(
                Identity(
                    server: town.url,
                    authorityFile: nil,
                    token: old.token,
                    device: old.device,
                    person: old.person,
                    name: old.name,
                    grants: old.grants
                )
            )
        }
        try town.run("amina", ["sync"], exit: ExitStatus.notPermitted)
        let enrolled = try town.run("amina", ["enrol", town.url, code, "--json"])
        #expect(try enrolled.json()["name"] as? String == "amina")
        #expect(try number("saved", town.run("amina", ["status", "--json"])) == 0)
        try town.run("amina", ["sync"])
    }

    @Test("damage that took the word on who a device is: what it has goes out with a new code")
    func damaged() throws {
        let town = try Town()
        try town.join("amina")
        _ = try town.contact("amina")
        try town.run("amina", ["sync"])
        _ = try town.contact("amina", "minutes=45")
        let folder = town.folder.appending(path: "amina")
        let contact = try #require(FormID("contact"))
        let draft = try FieldStore(home: Home(path: folder.path)).write { session in
            let begun = try session.begin(session.form(contact))
            var next = begun
            next.answers[try #require(FieldPath("minutes"))] = .integer(5)
            try session.keep(next, after: begun)
            return next
        }
        for name in ["keeplocal.sqlite", "keeplocal.side"] {
            let file = folder.appending(path: name)
            var bytes = try Data(contentsOf: file)
            while let token = bytes.range(of: Data("\"token\"".utf8)) {
                bytes[token.lowerBound + 1] ^= 1
            }
            try bytes.write(to: file)
        }
        let told = try town.run("amina", ["list"], exit: ExitStatus.failed)
        #expect("\(told)".contains("Your changes go out with that"), "\(told)")
        let stranger = ["enrol", town.url, try town.add("ben")]
        try town.run("amina", stranger, exit: ExitStatus.refused)
        let again = ["enrol", town.url, try town.addDevice("amina"), "--json"]
        let enrolled = try town.run("amina", again)
        #expect(try number("pushed", enrolled) >= 1, "\(enrolled)")
        #expect(try number("refused", enrolled) == 0, "\(enrolled)")
        // Nobody knows whose it is, so it is said that it is there.
        #expect(try number("foundDrafts", enrolled) == 1, "\(enrolled)")
        #expect(try town.run("amina", ["drafts", "list"]).output.contains(draft.id.short))
        let status = try town.run("amina", ["status", "--json"])
        #expect(try number("saved", status) == 0)
        #expect(try town.run("amina", ["list", "--json"]).output.contains("45"))
        try town.run("amina", ["sync"])
    }

    @Test("an organisation that a server has lost comes back under the identifier that it had")
    func organisation() throws {
        let town = try Town()
        let name = "Advice Hub"
        let list = ["admin", "organisation", "list", "--json"]
        let organisation = { (outcome: StartedProgram.Outcome) in
            try #require(
                JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
            ).first { $0["name"] as? String == name }?["id"] as? String
        }
        let id = try #require(try organisation(town.run("admin", list)))
        let add = ["admin", "organisation", "add"]
        try town.run("admin", add + ["Hub", "--council", "bradford", "--id", "x"], exit: 2)
        let taken = add + ["Another", "--council", "bradford", "--id", id]
        try town.run("admin", taken, exit: ExitStatus.refused)
        let other = "0198\(id.dropFirst(4))"
        let back = add + ["Lost Hub", "--council", "bradford", "--id", other, "--json"]
        let made = try town.run("admin", back).json()["id"] as? String
        #expect(made == other)
    }

    @Test("somebody else's folder is refused, and stays theirs")
    func somebodyElse() throws {
        let town = try Town()
        try town.join("amina")
        let record = try town.contact("amina")
        let code = try town.add("ben")
        let enrol = ["enrol", town.url, code, "--json"]
        let refused = try town.run("amina", enrol, exit: ExitStatus.refused)
        #expect(try refused.problem()["code"] as? String == "directory.exists")
        let message = try #require(try refused.problem()["message"] as? String)
        for words in ["amina", "ben", "--home", "used up"] { #expect(message.contains(words)) }
        try town.run("amina", ["sync"])
        #expect(try town.run("amina", ["show", record]).exit == 0)
        #expect(try number("stored", town.run("amina", ["status", "--json"])) == 1)
    }

    @Test("a code for one more device names the person it is for, and no device")
    func code() throws {
        let town = try Town()
        try town.join("amina")
        let made = try town.run("admin", ["admin", "device", "add", "amina", "--json"]).json()
        #expect(made["id"] == nil)
        #expect(made["person"] as? String != nil && made["code"] as? String != nil)
    }
}
