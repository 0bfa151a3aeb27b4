// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation

/// The last part of a sync: files, after all records, small ones first.
///
/// Each goes on at the byte where it stopped. What stands in a file's way stands in no other's, and
/// in no record's.
struct SendingFiles {
    let store: FieldStore
    let servers: ServerOfDevice
    let progress: (SyncProgress) -> Void

    /// The first part of a file is small, so that a slow link gets through; then each doubles.
    private static let partBytesFirst = 256 * 1024
    private static let partBytesMax = 4 * 1024 * 1024
    private static let partBytesLeast = 16 * 1024

    func run(into report: inout SyncReport) throws {
        try store.tidyEvidence()
        do {
            for evidence in try absentAfterAsking() where evidence.isOwn {
                do {
                    guard try send(evidence) else { continue }
                    report.filesSent += 1
                } catch let problem as Problem where Self.isOfOneFile(problem) {
                    report.filesProblem = problem
                }
            }
        } catch let problem as Problem {
            report.filesProblem = problem
        }
        report.filesWaiting = try store.read { try $0.waitingEvidenceCount() }
    }

    private static func isOfOneFile(_ problem: Problem) -> Bool {
        [.blobMismatch, .blobTooLarge, .blobNoRoom, .deviceFailed].contains(problem.code)
    }

    private func absentAfterAsking() throws -> [Evidence] {
        let absent = try store.read { try $0.absentEvidence() }
        guard !absent.isEmpty else { return [] }
        try ask(for: absent.map(\.name))
        return try store.read { try $0.absentEvidence() }
    }

    /// Asks which files have arrived, so that nothing is sent twice and the others' show.
    private func ask(for absent: [BlobName]) throws {
        let (server, _) = try servers.server()
        var rest = absent[...]
        while !rest.isEmpty {
            let names = BlobNames(files: Array(rest.prefix(Limits.blobNamesMax)))
            rest = rest.dropFirst(names.files.count)
            let known: BlobNames
            do {
                known = try server.present(names)
            } catch let problem as Problem where problem.code == .notFound {
                // A server that keeps no files has none.
                return
            }
            let asked = Set(names.files)
            try store.write { session in
                for name in known.files where asked.contains(name) { try session.markPresent(name) }
            }
        }
    }

    /// - Returns: False for a file that the server cannot take yet, or that is not here.
    private func send(_ evidence: Evidence) throws -> Bool {
        guard store.evidence.has(evidence.file) else { return false }
        do {
            try upload(evidence)
        } catch let problem as Problem where problem.code == .blobUnknown {
            // The change that names it was refused, or is held.
            return false
        } catch let problem as Problem where problem.code == .blobMismatch {
            guard try !store.evidence.isIntact(evidence.file) else { throw problem }
            throw Problem(
                .deviceFailed,
                "A file of the record \(evidence.record) is damaged on this device, and was not"
                    + " sent. Attach it again with: keeplocal edit"
            )
        }
        try store.write { try $0.markPresent(evidence.name) }
        return true
    }

    private func upload(_ evidence: Evidence) throws {
        let (server, _) = try servers.server()
        let path = store.evidence.path(of: evidence.file.sha256)
        guard let file = FileHandle(forReadingAtPath: path) else { throw EvidenceFolder.failure() }
        defer { try? file.close() }
        var sending = Sending(size: evidence.file.sizeBytes, partBytes: Self.partBytesFirst)
        while true {
            do {
                let id = try server.beginUpload(evidence.name, sizeBytes: sending.size)
                try sending.reach(server.offset(of: id))
                while sending.offset < sending.size {
                    try file.seek(toOffset: UInt64(sending.offset))
                    let part = try file.read(upToCount: sending.nextBytes) ?? Data()
                    guard !part.isEmpty else { throw Problem(.blobMismatch, "It is too short.") }
                    try sending.reach(server.append(part, to: id, at: sending.offset))
                    sending.partBytes = min(sending.partBytes * 2, Self.partBytesMax)
                    progress(.sendingFile(done: sending.offset, total: sending.size))
                }
                return
            } catch let problem as Problem
                where problem.isPassing || problem.code == .blobOffset || problem.code == .notFound
            {
                sending.failures += 1
                guard sending.failures < server.retries.attemptsMax else { throw problem }
                sending.partBytes = max(sending.partBytes / 2, Self.partBytesLeast)
                server.retries.pause(after: sending.failures)
            }
        }
    }

    /// How far one file is.
    private struct Sending {
        let size: Int64
        var partBytes: Int
        private(set) var offset: Int64 = 0
        /// In a row, without a byte more with the server.
        var failures = 0

        init(size: Int64, partBytes: Int) { (self.size, self.partBytes) = (size, partBytes) }

        var nextBytes: Int { min(partBytes, Int(size - offset)) }

        mutating func reach(_ reached: Int64) throws {
            guard (0...size).contains(reached) else {
                throw Problem(.serverFailed, "The server is at a byte that the file has not.")
            }
            if reached > offset { failures = 0 }
            offset = reached
        }
    }
}
