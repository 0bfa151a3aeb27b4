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

    func run(into report: inout SyncReport) throws {
        try store.tidyEvidence()
        // The first part is small, so that a slow link gets through; what the link carries is
        // learnt once for all files.
        var pace = Pace(first: 32 * 1024, least: 4 * 1024, most: 4 * 1024 * 1024)
        do {
            for evidence in try absentAfterAsking() where evidence.isOwn {
                do {
                    guard try send(evidence, &pace) else { continue }
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

    /// - Returns: False for a file that the server cannot take yet.
    private func send(_ evidence: Evidence, _ pace: inout Pace) throws -> Bool {
        // Before a byte of it goes out: what the server would throw away costs a slow link hours.
        if let fault = try evidence.fault(in: store.evidence) {
            throw Problem(.deviceFailed, fault)
        }
        do {
            try upload(evidence, &pace)
        } catch let problem as Problem where problem.code == .blobUnknown {
            // The change that names it was refused, or is held.
            return false
        }
        try store.write { try $0.markPresent(evidence.name) }
        return true
    }

    private func upload(_ evidence: Evidence, _ pace: inout Pace) throws {
        let (server, _) = try servers.server()
        let path = store.evidence.path(of: evidence.file.sha256)
        guard let file = FileHandle(forReadingAtPath: path) else { throw EvidenceFolder.failure() }
        defer { try? file.close() }
        var sending = Sending(size: evidence.file.sizeBytes)
        while true {
            var partBytes = pace.size
            do {
                let id = try server.beginUpload(evidence.name, sizeBytes: sending.size)
                try sending.reach(server.offset(of: id), &pace)
                while sending.offset < sending.size {
                    try file.seek(toOffset: UInt64(sending.offset))
                    partBytes = min(pace.size, Int(sending.size - sending.offset))
                    let part = try file.read(upToCount: partBytes) ?? Data()
                    guard !part.isEmpty else { throw Problem(.blobMismatch, "It is too short.") }
                    try sending.reach(server.append(part, to: id, at: sending.offset), &pace)
                    pace.arrived(part.count, seconds: server.seconds)
                    progress(.sendingFile(done: sending.offset, total: sending.size))
                }
                return
            } catch let problem as Problem
                where pace.patience.lasts(
                    beyond: problem,
                    orAfter: [.blobOffset, .notFound],
                    attemptsMax: server.retries.attemptsMax
                )
            {
                pace.broke(at: partBytes)
                progress(.tryingAgain)
                server.retries.pause(after: pace.patience.failures, problem)
            }
        }
    }

    /// How far one file is.
    private struct Sending {
        let size: Int64
        private(set) var offset: Int64 = 0

        init(size: Int64) { self.size = size }

        mutating func reach(_ reached: Int64, _ pace: inout Pace) throws {
            guard (0...size).contains(reached) else {
                throw Problem(.serverFailed, "The server is at a byte that the file has not.")
            }
            // Of a part that broke off, the server may have kept the beginning.
            if reached > offset { pace.patience.arrived() }
            offset = reached
        }
    }
}
