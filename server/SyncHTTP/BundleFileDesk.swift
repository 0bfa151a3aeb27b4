// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation
import Gzip
import Sealing
import SyncService

/// `POST /v1/bundles/files`: parts of a file that somebody carries for a device without a network.
///
/// They go on with the upload that the device itself would begin, or has begun: what arrived one
/// way need not come the other.
extension ServerCore {
    package enum FileAnswer: Sendable {
        /// Which part is wanted next.
        case goOn(BundleFilePlace)
        /// The server has the file, or says why not, for the device that made the bundle.
        case receipts(Data)
    }

    package func take(bundleFile data: Data, from part: Int64) async throws -> FileAnswer {
        do {
            guard let key = try await storage.read({ try $0.bundleKey() }) else {
                throw SealFault.foreign
            }
            var reader = try BundleFileReader(data, key: key)
            guard let head = try? Canonical.decode(BundleFileHead.self, from: reader.about) else {
                throw SealFault.damaged
            }
            let sender = try await sender(device: head.device, token: head.token)
            let run = try FileRun(&reader, from: part, of: head)
            do {
                if let place = try await receive(run, of: head, from: sender) {
                    return .goOn(place)
                }
                return .receipts(try seal(nil, head, reader))
            } catch let problem as Problem where Self.isAnswer(problem) {
                return .receipts(try seal(problem, head, reader))
            }
        } catch let fault as SealFault {
            throw Self.problem(fault)
        }
    }

    /// What is for its owner alone to know, and stays as it is however often the file is carried.
    private static func isAnswer(_ problem: Problem) -> Bool {
        [.blobUnknown, .blobMismatch, .blobTooLarge, .blobNoRoom].contains(problem.code)
    }

    private func seal(
        _ problem: Problem?,
        _ head: BundleFileHead,
        _ reader: BundleFileReader
    ) throws -> Data {
        let receipts = BundleReceipts(BundleReceipts.File(name: head.file, problem: problem))
        return try SealedReceipts.seal(
            Gzip.compress(Canonical.encode(receipts)),
            ofBundle: reader.bundle,
            key: reader.receiptKey
        )
    }

    /// - Returns: Where to go on; nil for a file that is all there, and was checked.
    private func receive(
        _ run: FileRun,
        of head: BundleFileHead,
        from sender: StoredDevice
    ) async throws -> BundleFilePlace? {
        let announced = Uploading.Announced(
            sha256: head.file.sha256,
            sizeBytes: head.sizeBytes,
            record: head.file.record
        )
        let begun = try await blobs.begin(announced, of: sender)
        let (upload, offset) = try await blobs.look(begun.id, of: sender)
        if offset == upload.sizeBytes { return nil }
        guard let fresh = run.bytes(from: offset) else { return FileRun.place(offset) }
        let reached: Int64
        do {
            reached = try await append(fresh, to: upload, at: offset)
        } catch let problem as Problem where problem.code == .blobOffset {
            // The same file comes another way as well; the next question tells how far it is.
            return FileRun.place(offset)
        }
        guard reached == upload.sizeBytes else { return FileRun.place(reached) }
        try await blobs.finish(upload)
        return nil
    }

    private func append(
        _ fresh: Data,
        to upload: StoredUpload,
        at offset: Int64
    ) async throws -> Int64 {
        let file = try await blobs.writer(upload, at: offset)
        defer { blobs.files.end(file, of: upload.id) }
        try await blobs.apart {
            try fresh.withUnsafeBytes { try file.write($0) }
            try file.sync()
        }
        return file.offset
    }
}

/// Parts of one file that follow each other, opened and looked at before any is taken.
private struct FileRun {
    private let start: Int64
    private let contents: Data

    init(_ reader: inout BundleFileReader, from part: Int64, of head: BundleFileHead) throws {
        let size = Int64(BundleFileFormat.partBytes)
        let count = BundleFileFormat.partsCount(sizeBytes: head.sizeBytes)
        guard head.sizeBytes > 0, (1...count).contains(part) else { throw SealFault.damaged }
        var (number, bytes) = (part, Data())
        while let (plain, isLast) = try reader.next(as: number) {
            let wanted = number == count ? head.sizeBytes - (count - 1) * size : size
            guard isLast == (number == count), Int64(plain.count) == wanted else {
                throw SealFault.damaged
            }
            bytes += plain
            number += 1
        }
        (start, contents) = ((part - 1) * size, bytes)
    }

    /// What of it the server does not have, where it goes on from a byte; nil where it does not.
    func bytes(from offset: Int64) -> Data? {
        guard start <= offset, offset < start + Int64(contents.count) else { return nil }
        return Data(contents.dropFirst(Int(offset - start)))
    }

    static func place(_ offset: Int64) -> BundleFilePlace {
        BundleFilePlace(part: offset / Int64(BundleFileFormat.partBytes) + 1)
    }
}
