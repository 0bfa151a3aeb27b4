// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldStore
import Foundation
import Glibc

struct ScreenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screen",
        abstract: "Open the full screen; keeplocal alone does the same.",
        discussion: """
            The keys of each page stand at its foot, and F1 explains them. Where it cannot
            be shown (no terminal, TERM=dumb) use the plain commands, which a screen
            reader can follow.
            """
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        try Self.requireTerminal()
        var screen = try FullScreen(store: device.store(), home: device.path)
        try screen.run()
    }

    /// True where pictures can be shown and keys be read.
    static var isPossible: Bool {
        let term = ProcessInfo.processInfo.environment["TERM", default: ""]
        return isatty(0) == 1 && isatty(1) == 1 && !term.isEmpty && term != "dumb"
    }

    /// - Throws: `Failure` with the plain commands, which do the same.
    static func requireTerminal() throws {
        guard !isPossible else { return }
        throw Failure(
            usage: "The full screen needs a terminal. The plain commands do the same:"
                + " keeplocal new FORM, list, show RECORD, conflict list, status, sync."
                + " All of them: keeplocal --help"
        )
    }
}
