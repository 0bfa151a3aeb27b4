// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync

struct PassphraseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "passphrase",
        abstract: "What you approve returns with, so that nobody else can on your device.",
        subcommands: [Set.self]
    )

    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set a passphrase, or another one.",
            discussion: """
                The first one, or one that you forgot, needs an administrator's code; another
                needs the present one. It needs the server. It never leaves this device, and
                is kept nowhere: twelve letters or more, such as four words that nobody else
                would put together.
                """
        )

        @Option(help: "The one-time code, good for ten minutes, of an administrator.")
        var code: String?
        @Option(
            help: ArgumentHelp(
                "Read the new one from the first line of a file; - is standard input.",
                valueName: "file"
            )
        )
        var passphraseFile: String?
        @Option(
            help: ArgumentHelp("Read the present one from a file likewise.", valueName: "file")
        )
        var presentFile: String?
        @OptionGroup var device: DeviceOptions

        func validate() throws {
            guard code == nil || presentFile == nil else {
                throw ValidationError("With a code the present passphrase is not asked for.")
            }
        }

        func run() throws {
            let store = try device.store()
            let identity = try store.read { try $0.identity() }
            let present = try code == nil ? self.present(of: identity) : nil
            let new = try self.new()
            try Approving(new, of: identity)
                .set(on: Server(of: identity), code: code, present: present)
            try store.write { try $0.noteProvesApprovals() }
            try device.show(["person": .string(identity.person.description)]) {
                Terminal.line(
                    "Your passphrase is set. You are asked for it whenever you approve a return;"
                        + " nobody can tell you what it is."
                )
            }
        }

        private func present(of identity: Identity) throws -> Approving {
            if presentFile == nil, Terminal.isInteractive {
                Terminal.note("Without one, or where you forgot it, you need a code: --code CODE")
            }
            return try Approving(
                PassphraseInput.read(
                    "Your present passphrase: ",
                    from: presentFile,
                    instead: "--present-file FILE, or give a code: --code CODE"
                ),
                of: identity
            )
        }

        private func new() throws -> Passphrase {
            let isTyped = passphraseFile == nil
            let new = try PassphraseInput.read(
                "The new passphrase: ",
                from: passphraseFile,
                instead: "--passphrase-file FILE"
            )
            if let weakness = new.weakness {
                throw Failure(usage: "This passphrase cannot be used. \(weakness) Nothing was set.")
            }
            guard isTyped else { return new }
            let again = try PassphraseInput.read("The same again: ", from: nil, instead: "")
            guard new.bytes == again.bytes else {
                throw Failure(usage: "The two are not the same. Nothing was set.")
            }
            return new
        }
    }
}
