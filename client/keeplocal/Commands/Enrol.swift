// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync
import Foundation

struct Enrol: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make this device yours, with the one-time code an administrator gave you.",
        discussion: """
            A device that the server no longer knows is enrolled again in the same way, in
            the same folder: work that was not sent yet goes out under the new identity.
            """
    )

    @Argument(help: "The address of the server, such as https://keeplocal.example.org")
    var url: String
    @Argument(help: "The code; it is good once, for ten minutes.") var code: String
    @Option(help: "What to call this device in lists.") var name: String?
    @Option(help: "A PEM file with a certificate authority of your own.") var ca: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try FieldStore(home: Home(path: device.path))
        let (former, isInUse) = try store.read { session in
            let former = try session.hasIdentity() ? session.identity() : nil
            return (former, try former != nil || session.hasWork())
        }
        let identity = try newIdentity(after: former?.device)
        let first: SyncReport
        if isInUse {
            first = try ReplacedIdentity(former, by: identity, in: store).replace()
        } else {
            try store.write { try $0.save(identity) }
            first = try SyncLoop(store: store, server: Server(of: identity)).run()
        }
        let (grants, drafts) = try store.read { session in
            // Whose they are is not known where damage took the word on who this device was.
            let foundDrafts = former == nil ? try session.draftCount() : 0
            return (try identity.grants.map { try $0.words(in: session) }, foundDrafts)
        }
        try device.show([
            "device": .string(identity.device.description),
            "person": .string(identity.person.description), "name": .string(identity.name),
            "pulled": .integer(Int64(first.pulled)), "pushed": .integer(Int64(first.pushed)),
            "refused": .integer(Int64(first.refused)),
            "foundDrafts": .integer(Int64(drafts)),
        ]) {
            Terminal.line("Welcome, \(inert(identity.name)). This device is yours.")
            for words in grants { Terminal.line("  " + words) }
            if first.pushed > 0 {
                Terminal.line("\(count(first.pushed, "change")) sent that had waited here.")
            }
            if first.erased > 0 { Terminal.line(first.erased.erasedWords) }
            if first.refused > 0 {
                Terminal.line(
                    "\(count(first.refused, "change")) refused; nothing is lost."
                        + " See: keeplocal status"
                )
            }
            if drafts > 0 { tellOfDrafts(drafts) }
            Terminal.line("\(count(first.pulled, "record")) loaded. See: keeplocal form list")
        }
        try? DeviceOptions.readyFigures(in: store)
    }

    private func tellOfDrafts(_ number: Int) {
        Terminal.line(
            "\(count(number, "draft")) found here, from before. What is not yours can be"
                + " thrown away: keeplocal drafts"
        )
    }

    /// Spends the code.
    private func newIdentity(after former: DeviceID?) throws -> Identity {
        let authority = ca.map { URL(filePath: $0).path(percentEncoded: false) }
        var random = SystemRandomNumberGenerator()
        let id = DeviceID.make(at: .now, using: &random)
        let server = try Server(url, authorityFile: authority)
        let answer = try server.enrol(
            EnrolRequest(
                code: code,
                device: id,
                deviceName: name ?? ProcessInfo.processInfo.hostName,
                former: former
            )
        )
        return Identity(
            server: url,
            authorityFile: authority,
            token: answer.token,
            device: id,
            person: answer.person,
            name: answer.name,
            grants: answer.grants,
            bundleKey: answer.bundleKey
        )
    }
}

extension Grant {
    /// "worker, Manningham Mills Advice Hub, Bradford".
    func words(in session: StoreSession) throws -> String {
        var parts = [role.words]
        if let organisation { parts.append(try session.name(of: organisation)) }
        if let council { parts.append(try session.name(of: council)) }
        return inert(parts.joined(separator: ", "))
    }
}

extension Role {
    var words: String { rawValue.replacing("_", with: " ") }
}
