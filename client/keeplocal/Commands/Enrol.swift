// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync
import Foundation

struct Enrol: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make this device yours, with the one-time code an administrator gave you."
    )

    @Argument(help: "The address of the server, such as https://keeplocal.example.org")
    var url: String
    @Argument(help: "The code; it is good once, for ten minutes.") var code: String
    @Option(help: "What to call this device in lists.") var name: String?
    @Option(help: "A PEM file with a certificate authority of your own.") var ca: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        guard try store.read({ try !$0.hasIdentity() }) else {
            throw Problem(
                .alreadyExists,
                "This device is enrolled already. For another person, name another folder with"
                    + " --home."
            )
        }
        let authority = ca.map { URL(filePath: $0).path(percentEncoded: false) }
        var random = SystemRandomNumberGenerator()
        let id = DeviceID.make(at: .now, using: &random)
        let server = try Server(url, authorityFile: authority)
        let answer = try server.enrol(
            EnrolRequest(
                code: code,
                device: id,
                deviceName: name ?? ProcessInfo.processInfo.hostName
            )
        )
        let identity = Identity(
            server: url,
            authorityFile: authority,
            token: answer.token,
            device: id,
            person: answer.person,
            name: answer.name,
            grants: answer.grants
        )
        try store.write { try $0.save(identity) }
        let first = try SyncLoop(store: store, server: Server(of: identity)).run()
        try device.show([
            "device": .string(id.description), "person": .string(answer.person.description),
            "name": .string(answer.name), "pulled": .integer(Int64(first.pulled)),
        ]) {
            Terminal.line("Welcome, \(inert(answer.name)). This device is yours.")
            for grant in identity.grants {
                Terminal.line("  " + (try store.read { try grant.words(in: $0) }))
            }
            Terminal.line("\(count(first.pulled, "record")) loaded. See: keeplocal form list")
        }
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
