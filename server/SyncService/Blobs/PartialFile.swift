// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Glibc
import Synchronization

/// The writer of an upload, for as long as no other one takes its place.
package final class PartialFile: Sendable {
    private struct State {
        var offset: Int64
        var isRetired = false
    }

    private let file: Int32
    private let size: Int64
    private let state: Mutex<State>

    init(_ file: Int32, offset: Int64, size: Int64) {
        (self.file, self.size) = (file, size)
        state = Mutex(State(offset: offset))
    }

    deinit { close(file) }

    package var offset: Int64 { state.withLock { $0.offset } }

    /// - Throws: `Problem` when another request writes this upload by now, or it would outgrow what
    ///   was announced; `StorageFailure.full`, with all that went before kept.
    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        try state.withLock { state in
            guard !state.isRetired else { throw Uploading.wrongOffset(state.offset) }
            guard Int64(bytes.count) <= size - state.offset else {
                throw Problem(
                    .blobTooLarge,
                    "More came than the \(size) bytes that were announced."
                )
            }
            var done = 0
            while done < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
                let count = pwrite(file, rest.baseAddress, rest.count, off_t(state.offset))
                guard count > 0 || count < 0 && errno == EINTR else { throw BlobFiles.failure() }
                done += max(count, 0)
                state.offset += Int64(max(count, 0))
            }
        }
    }

    /// Brings what was written to the disk.
    package func sync() throws {
        guard fdatasync(file) == 0 else { throw BlobFiles.failure() }
    }

    func retire() { state.withLock { $0.isRetired = true } }
}
