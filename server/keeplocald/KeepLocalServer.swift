// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc
import StorageSQLite

@main
struct KeepLocalServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keeplocald",
        abstract:
            "The server of KeepLocal: keeps what devices send, and gives it to who may see it.",
        discussion: """
            A new installation:
              keeplocald init  --data ./data      prints the administrator's one-time code
              keeplocald serve --data ./data      prints the address to enrol with

            Exit codes: 0 done, 1 failed, 2 usage, 5 refused.
            """,
        version: version,
        subcommands: [
            Init.self, Serve.self, Verify.self, BackupCommand.self, Restore.self, Doctor.self,
            SetAside.self,
        ]
    )

    private static var version: String {
        let lines: [String?] = [
            "0.1.0", "SQLite \(SQLiteLibrary.version)", SQLiteLibrary.caution,
        ]
        return lines.compactMap { $0 }.joined(separator: "\n")
    }

    /// Usage errors leave with 2, as the manual says; ArgumentParser's own code is 64.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            Terminal.error(failure.message)
            Glibc.exit(failure.code)
        } catch {
            let code = exitCode(for: error)
            guard code == .validationFailure else { exit(withError: error) }
            Terminal.error(fullMessage(for: error))
            Glibc.exit(2)
        }
    }
}

/// A sentence for a person, and the exit code that goes with it.
struct Failure: Error {
    let message: String
    let code: Int32

    init(_ message: String, code: Int32 = 1) { (self.message, self.code) = (message, code) }
}

/// The data folder that every command works on.
struct DataFolder: ParsableArguments {
    @Option(name: .customLong("data"), help: "The folder that holds the server's database.")
    var path: String
}
