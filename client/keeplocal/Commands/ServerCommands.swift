// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Glibc

/// Runs the server's own program for those who look for its commands here.
///
/// It is looked for beside this one and then on the path; nothing of it is linked in.
struct ServerProgram {
    let command: String

    func run(_ arguments: [String]) throws {
        let beside = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: "keeplocald").path
        let program = access(beside, X_OK) == 0 ? beside : "keeplocald"
        var pointers = (["keeplocald", command] + arguments).map { strdup($0) } + [nil]
        execvp(program, &pointers)
        throw Failure(
            usage: "The server's program, keeplocald, is not installed beside this one."
        )
    }
}

struct InitServer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Make a server's database (runs keeplocald init)."
    )

    @Argument(parsing: .captureForPassthrough, help: "As for keeplocald init.")
    var arguments: [String] = []

    func run() throws { try ServerProgram(command: "init").run(arguments) }
}

struct ServeServer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Answer devices (runs keeplocald serve)."
    )

    @Argument(parsing: .captureForPassthrough, help: "As for keeplocald serve.")
    var arguments: [String] = []

    func run() throws { try ServerProgram(command: "serve").run(arguments) }
}

struct VerifyServer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a server's database (runs keeplocald verify)."
    )

    @Argument(parsing: .captureForPassthrough, help: "As for keeplocald verify.")
    var arguments: [String] = []

    func run() throws { try ServerProgram(command: "verify").run(arguments) }
}
