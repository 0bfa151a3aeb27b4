// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation

/// A file that is written once, whole or not at all, for its owner only.
enum NewFile {
    /// Gives the body what to write with; the file has its name when the body is done.
    static func write<Value>(
        to path: String,
        _ body: ((Data) throws -> Void) throws -> Value
    ) throws -> Value {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Failure(usage: "\(inert(path)) exists already. Name another file.")
        }
        let temporary = path + ".part"
        guard
            FileManager.default.createFile(
                atPath: temporary,
                contents: nil,
                attributes: [.posixPermissions: 0o600]
            ), let file = FileHandle(forWritingAtPath: temporary)
        else { throw Failure(usage: "\(inert(path)) cannot be written.") }
        do {
            let value = try body { try EvidenceFolder.write($0, to: file) }
            try file.synchronize()
            try file.close()
            try FileManager.default.moveItem(atPath: temporary, toPath: path)
            return value
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }
}
