// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Glibc

@main
struct KeepLocal: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keeplocal",
        abstract: "Record outcomes where there is no network, and bring them together later.",
        discussion: """
            A day with it:
              keeplocal enrol URL CODE          once, with an administrator's code
              keeplocal                         the full screen: everything below by keys
              keeplocal new outcome             asks, one question at a time
              keeplocal sync                    when there is a network
              keeplocal conflict list           what people see differently

            Your work is in the folder of --home, or KEEPLOCAL_HOME, or ~/.keeplocal.
            Exit codes: 0 done, 1 failed, 2 usage, 3 conflicts remain, 4 offline (work is
            saved), 5 refused, 6 not permitted.
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Records",
                subcommands: [
                    New.self, Edit.self, Drafts.self, Delete.self, List.self, Show.self,
                    History.self, Import.self, Export.self, Form.self, EvidenceCommand.self,
                    ScreenCommand.self,
                ]
            ),
            CommandGroup(
                name: "Together",
                subcommands: [
                    Enrol.self, Sync.self, StatusCommand.self, DevicesCommand.self, Messages.self,
                    ConflictCommand.self, ParticipantCommand.self, Held.self, ReturnCommand.self,
                    ServiceCommand.self, OrganisationCommand.self, PrincipleCommand.self,
                    ReportCommand.self,
                    Publish.self, StandardCommand.self, BundleCommand.self, Erase.self,
                    PassphraseCommand.self, Doctor.self,
                ]
            ),
            CommandGroup(name: "Spending", subcommands: [SpendCommand.self]),
            CommandGroup(name: "Places", subcommands: [PlaceCommand.self]),
            CommandGroup(
                name: "Running it",
                subcommands: [Admin.self, InitServer.self, ServeServer.self, VerifyServer.self]
            ),
        ]
    )

    /// Usage errors leave with 2, as the manual says; ArgumentParser's own code is 64.
    static func main() {
        Terminal.prepare()
        do {
            let isAlone = CommandLine.arguments.count == 1
            if isAlone { try ScreenCommand.requireTerminal() }
            var command = try parseAsRoot(isAlone ? ["screen"] : nil)
            try command.run()
        } catch let exit as Exit {
            Glibc.exit(exit.code)
        } catch {
            Glibc.exit(tell(error))
        }
    }

    /// - Returns: The exit code.
    private static func tell(_ error: any Error) -> Int32 {
        let wantsJSON = CommandLine.arguments.contains("--json")
        switch exitCode(for: error) {
        case .success:
            Terminal.line(fullMessage(for: error))
            return 0
        case .validationFailure where wantsJSON:
            Terminal.error(Failure(usage: message(for: error)), asJSON: true)
            return ExitStatus.usage
        case .validationFailure:
            Terminal.note(fullMessage(for: error))
            let meant = NearCommand.of(Array(CommandLine.arguments.dropFirst()), in: Self.self)
            if let meant { Terminal.note("  Did you mean: \(meant)?") }
            return ExitStatus.usage
        default:
            let failure = Failure(error).mended()
            Terminal.error(failure, asJSON: wantsJSON)
            return failure.exitCode
        }
    }
}
