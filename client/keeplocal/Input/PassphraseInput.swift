// SPDX-License-Identifier: Apache-2.0

// A release build finds the terminal's settings here, as both headers have them.
import CNcurses
import FieldModel
import Foundation
import Glibc

/// Where a passphrase comes from: typed without being shown, or the first line of a file.
///
/// Never an argument, which everybody on a machine can read.
enum PassphraseInput {
    /// - Throws: `Failure` where nobody types and no file is named, or nothing is given.
    static func read(_ prompt: String, from file: String?, instead: String) throws -> Passphrase {
        let text: String?
        switch file {
        case "-": text = readLine(strippingNewline: true)
        case let path?: text = try firstLine(of: path)
        case nil:
            guard Terminal.isInteractive else {
                throw Failure(
                    usage: "Nobody is there to type a passphrase. Name a file: \(instead)"
                )
            }
            text = Terminal.askHidden(prompt)
        }
        guard let text, text.contains(where: { !$0.isWhitespace }) else {
            throw Failure(usage: "No passphrase was given. Nothing was changed.")
        }
        return Passphrase(text)
    }

    /// Also of what is no file on a disk, such as /dev/fd/3.
    private static func firstLine(of path: String) throws -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw Failure(usage: "There is no file \(path) that could be read.")
        }
        defer { try? file.close() }
        let data = try file.read(upToCount: Passphrase.bytesMax + 2) ?? Data()
        return String(decoding: data, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        ).first.map(String.init)
    }
}

extension Terminal {
    /// Asks on standard error for what is not to be seen; nil at the end of the input.
    static func askHidden(_ prompt: String) -> String? {
        var before = termios()
        let isKnown = tcgetattr(0, &before) == 0
        var hidden = before
        hidden.c_lflag &= ~tcflag_t(ECHO)
        // Ctrl-C must not leave a terminal behind that shows nothing any more.
        var former = sigaction()
        sigaction(SIGINT, nil, &former)
        letInterruptEndInput()
        // What was typed ahead was seen: it is thrown away.
        if isKnown { tcsetattr(0, TCSAFLUSH, &hidden) }
        defer {
            if isKnown { tcsetattr(0, TCSAFLUSH, &before) }
            sigaction(SIGINT, &former, nil)
            note("")
        }
        return ask(prompt)
    }
}
