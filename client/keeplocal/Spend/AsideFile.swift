// SPDX-License-Identifier: Apache-2.0

import FieldStore
import Foundation
import LocalSpend
import Workbooks

/// The rows that were kept aside, each with its line and the reason, in a file with the headings of
/// the ledger: it can be mended and imported.
///
/// It appears when the import is over, whole or not at all.
final class AsideFile {
    let path: String
    private let titles: [String]
    private let partial: String
    private var file: FileHandle?

    /// - Throws: `Failure` where there is a file of that name already.
    init(_ path: String, titles: [String]) throws {
        (self.path, self.titles, partial) = (path, titles, path + ".partial")
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Failure(
                usage: "\(path) is there already, with rows of an earlier import. Move it away, or"
                    + " name another file: --aside FILE"
            )
        }
    }

    func add(_ aside: KeptAside, _ cells: [String]) throws {
        let file = try file ?? begin()
        let line = CSVSheet.line(of: ["\(aside.line)", aside.why] + cells)
        try EvidenceFolder.write(Data(line.utf8), to: file)
    }

    private func begin() throws -> FileHandle {
        let heading = CSVSheet.line(of: ["Line", "Why"] + titles)
        guard
            FileManager.default.createFile(
                atPath: partial,
                contents: Data("\u{FEFF}\(heading)".utf8),
                attributes: [.posixPermissions: 0o600]
            ), let file = FileHandle(forWritingAtPath: partial)
        else { throw EvidenceFolder.failure() }
        try file.seekToEnd()
        self.file = file
        return file
    }

    /// - Returns: The file; nil where no row was kept aside.
    func finish() throws -> String? {
        guard let file else { return nil }
        try file.close()
        try FileManager.default.moveItem(atPath: partial, toPath: path)
        return path
    }

    func discard() {
        try? file?.close()
        try? FileManager.default.removeItem(atPath: partial)
    }
}
