// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc
import Screens

/// What is written for people and scripts: results on standard output, all else on standard error.
enum Terminal {
    /// A result; on a terminal broken between words, and never in a pipe or a file.
    static func line(_ text: String = "") { whole(folded(text, for: 1)) }

    /// A result that is copied or read by a program: no line of it is broken.
    static func whole(_ text: String) { write(text + "\n", to: 1) }

    static func json(_ value: JSON) throws {
        whole(inertJSON(String(decoding: try Canonical.encode(value), as: UTF8.self)))
    }

    /// A remark that is no result.
    static func note(_ text: String) { write(folded(text, for: 2) + "\n", to: 2) }

    private static func folded(_ text: String, for file: Int32) -> String {
        guard isatty(file) == 1 else { return text }
        return FoldedText(text, toColumns: columns(of: file)).text
    }

    private static func columns(of file: Int32) -> Int {
        var size = winsize()
        guard ioctl(file, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    static func error(_ failure: Failure, asJSON: Bool) {
        if asJSON, let data = try? Canonical.encode(failure.problem) {
            write(inertJSON(String(decoding: data, as: UTF8.self)) + "\n", to: 2)
        } else {
            let code = Style.dim("(\(failure.problem.code.text))", on: 2)
            let text = "keeplocal: \(inert(failure.problem.message))"
            note(text + (isatty(2) == 1 ? "\n" : " ") + code)
        }
    }

    /// One line that is written over, on a terminal only.
    static func progress(_ text: String?) {
        guard isatty(2) == 1 else { return }
        write("\r\u{1B}[2K" + (text ?? ""), to: 2)
    }

    /// True where a person types, rather than a script or a file.
    static var isInteractive: Bool { isatty(0) == 1 }

    /// Columns of the terminal that remarks go to; 80 where nobody says.
    static var width: Int { min(120, max(20, columns(of: 2))) }

    /// Asks on standard error, so that results can be piped; nil at the end of the input.
    static func ask(_ prompt: String) -> String? {
        write(prompt, to: 2)
        return readLine(strippingNewline: true)
    }

    /// Lines that wait behind the one that was just read: a paste.
    ///
    /// - Returns: Nil when there are none, or where no person types.
    static func pastedLines() -> [String]? {
        guard isInteractive else { return nil }
        var lines: [String] = []
        while hasInput, let line = readLine(strippingNewline: true) { lines.append(line) }
        return lines.isEmpty ? nil : lines
    }

    private static var hasInput: Bool {
        var request = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
        // The lines of a paste come together; no person types one in so short a time.
        return poll(&request, 1, 20) == 1 && request.revents & Int16(POLLIN) != 0
    }

    /// Makes Ctrl-C end the input, as Ctrl-D does, so that there is time to say what is kept.
    static func letInterruptEndInput() {
        var action = sigaction()
        // Without SA_RESTART, a read that is interrupted ends.
        action.__sigaction_handler.sa_handler = { _ in }
        sigaction(SIGINT, &action, nil)
    }

    /// Ends the command with an error when a result cannot be printed.
    ///
    /// Whatever was to be saved is saved by then, as printing comes last.
    private static func write(_ text: String, to file: Int32) {
        guard let code = failure(writing: Array(text.utf8), to: file), file == 1 else { return }
        // Who closed a pipe, such as head or a pager, wants no more of it, nor a remark.
        if code != EPIPE {
            note(
                "keeplocal: The output could not be written (\(words(of: code))). What was saved"
                    + " before is safe. Run the command again with its output elsewhere."
            )
        }
        exit(ExitStatus.failed)
    }

    /// - Returns: The system's error; nil when everything was written.
    private static func failure(writing bytes: [UInt8], to file: Int32) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }

    private static func words(of code: Int32) -> String {
        switch code {
        case ENOSPC, EDQUOT: "the disk is full"
        case EBADF: "it is closed"
        default: String(cString: strerror(code)).lowercased()
        }
    }

    /// Makes sure of the three standard files, before any other file could take their numbers, and
    /// that a reader who goes away is an error to be told of, not the end of the process.
    static func prepare() {
        for file in Int32(0)...2 where fcntl(file, F_GETFD) == -1 {
            // Opened the wrong way round, so that its use fails as that of a closed file does.
            _ = open("/dev/null", file == 0 ? O_WRONLY : O_RDONLY)
        }
        signal(SIGPIPE, SIG_IGN)
    }
}

/// Weight and colour, on a terminal that wants them; never the only sign of anything.
enum Style {
    static func bold(_ text: String) -> String { on(1, "1", text) }
    static func warning(_ text: String) -> String { on(1, "33", text) }
    static func dim(_ text: String, on file: Int32 = 1) -> String { on(file, "2", text) }

    private static func on(_ file: Int32, _ code: String, _ text: String) -> String {
        let environment = ProcessInfo.processInfo.environment
        guard isatty(file) == 1, environment["NO_COLOR", default: ""].isEmpty,
            environment["TERM"] != "dumb"
        else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
