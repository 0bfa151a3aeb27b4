// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import FieldStore
import Foundation

/// Fetches one file when it is wanted, from the byte where it stopped, and checks it.
package struct FetchingFile {
    private let store: FieldStore
    private let server: Server
    private let progress: (Int64) -> Void

    package init(
        store: FieldStore,
        server: Server,
        progress: @escaping (Int64) -> Void = { _ in }
    ) {
        (self.store, self.server, self.progress) = (store, server, progress)
    }

    /// - Throws: `Problem` `blob.awaited` for a file that no device has sent yet, `blob.mismatch`.
    package func run(_ file: BlobReference) throws {
        let folder = store.evidence
        var (patience, former, isAnew) = (Patience(), folder.fetched(file.sha256), false)
        while folder.fetched(file.sha256) != file.sizeBytes {
            do {
                try fetch(file, folder)
            } catch let problem as Problem where problem.code == .rangeInvalid && !isAnew {
                isAnew = true
                folder.removePartial(file.sha256)
            } catch let problem as Problem {
                let fetched = folder.fetched(file.sha256)
                if fetched > former { patience.arrived() }
                former = fetched
                guard patience.lasts(beyond: problem, attemptsMax: server.retries.attemptsMax)
                else { throw problem }
                server.retries.pause(after: patience.failures, problem)
            }
        }
        try folder.take(file)
    }

    private func fetch(_ file: BlobReference, _ folder: EvidenceFolder) throws {
        let offset = folder.fetched(file.sha256)
        // A partial file that is too long is of no use.
        let start = offset < file.sizeBytes ? offset : 0
        var (output, size): (FileHandle?, Int64) = (nil, start)
        var failure: (any Error)?
        defer { try? output?.close() }
        do {
            try server.fetch(file.sha256, from: start) { isContinued, bytes in
                do {
                    if output == nil {
                        if !isContinued { size = 0 }
                        output = try folder.openPartial(file.sha256, anew: size == 0)
                    }
                    size += Int64(bytes.count)
                    guard let output, size <= file.sizeBytes else { return false }
                    try EvidenceFolder.write(Data(bytes), to: output)
                    progress(size)
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
        } catch {
            throw failure ?? error
        }
        guard size == file.sizeBytes else {
            folder.removePartial(file.sha256)
            throw Problem(
                .blobMismatch,
                "What arrived is shorter than the file that the record names. Fetch it again."
            )
        }
    }
}
