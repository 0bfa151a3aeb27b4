// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc

/// A file that is written from start to end under a name of its own, and gets its right name when
/// it is whole: nobody ever opens half of it, and one that was there stays until then.
final class ExportFile {
    let path: String
    private let partial: String
    private var descriptor: Int32
    private var buffer: [UInt8] = []
    private static let bufferBytes = 1 << 16

    /// Only this person may read it: it holds what people told in confidence.
    init(_ path: String) throws {
        (self.path, partial) = (path, path + ".part")
        descriptor = open(partial, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure() }
        buffer.reserveCapacity(Self.bufferBytes)
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(partial)
    }

    func write(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Makes the file durable and gives it its name.
    func finish() throws {
        try flush()
        guard fsync(descriptor) == 0, rename(partial, path) == 0 else { throw failure() }
        close(descriptor)
        descriptor = -1
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

    private func failure() -> Problem {
        let code = errno
        let isFull = code == ENOSPC || code == EDQUOT
        return Problem(
            isFull ? .diskFull : .deviceFailed,
            "\(path) cannot be written (\(String(cString: strerror(code)).lowercased()))."
                + " Nothing of it was kept. Name another place with --to, or make room."
        )
    }
}
