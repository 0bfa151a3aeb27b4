// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc

/// A file that is written from start to end under a name of its own, and gets its right name when
/// it is whole: nobody ever opens half of it, and one that was there stays until then.
final class ExportFile {
    let path: String
    private let partial: String
    private let replaces: Bool
    /// How another name is given.
    private let option: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let bufferBytes = 1 << 16

    /// Only this person may read it: it holds what people told in confidence.
    ///
    /// Unless it `replaces`, one that is there already is an error, at the start and at the end.
    init(_ path: String, replaces: Bool, option: String = "--to") throws {
        (self.path, partial, self.replaces) = (path, path + ".part", replaces)
        self.option = option
        descriptor = -1
        if !replaces, access(path, F_OK) == 0 { throw isThere }
        descriptor = open(partial, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure() }
        buffer.reserveCapacity(Self.bufferBytes)
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(partial)
    }

    func write(_ text: String) throws { try write(text.utf8) }

    func write(_ bytes: some Sequence<UInt8>) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Makes the file durable and gives it its name.
    func finish() throws {
        try flush()
        guard fsync(descriptor) == 0 else { throw failure() }
        if !replaces { try reserve() }
        guard rename(partial, path) == 0 else { throw failure() }
        close(descriptor)
        descriptor = -1
    }

    /// Takes the name as a file of its own, which the rename replaces: nobody else's can be there.
    private func reserve() throws {
        let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else {
            if errno == EEXIST { throw isThere }
            throw failure()
        }
        close(file)
    }

    private func flush() throws {
        var rest = buffer[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw failure()
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private var isThere: Failure {
        Failure(
            usage:
                "'\(path)' is there already. Nothing was written. Give another name with \(option)"
                + (option == "--to" ? ", or write over it with --overwrite." : ".")
        )
    }

    private func failure() -> Problem {
        let code = errno
        let isFull = code == ENOSPC || code == EDQUOT
        return Problem(
            isFull ? .diskFull : .deviceFailed,
            "\(path) cannot be written (\(String(cString: strerror(code)).lowercased()))."
                + " Nothing of it was kept. Name another place with \(option), or make room."
        )
    }
}
