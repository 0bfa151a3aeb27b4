// SPDX-License-Identifier: Apache-2.0

import FieldStore
import Foundation
import LocalSpend
import Workbooks

/// The rows that were kept aside, each with its line and the reason, in a file with the headings of
/// the ledger: it can be mended and imported.
///
/// It appears before the ledger is saved, whole or not at all, and goes again if that fails.
final class AsideFile {
    let path: String
    /// What an earlier import of a file of this name kept aside, and nobody has taken away.
    let earlier: String?
    private let titles: [String]
    private let partial: String
    private var file: FileHandle?
    private var isFinished = false

    /// Beside the ledger, under the first name that is free; or under the one that was named.
    ///
    /// - Throws: `Failure` where there is a file of the name that was named.
    init(_ choice: LedgerImport.Choice, titles: [String]) throws {
        let (named, ledger) = (choice.aside, choice.file)
        if let named, Self.isThere(named) {
            throw Failure(
                usage: "\(named) is there already. Nothing was imported. Name another file for the"
                    + " rows that cannot be read, or leave out --aside."
            )
        }
        let names = (1...Self.namesMax).map { number in
            ledger + ".kept-aside" + (number == 1 ? "" : "-\(number)") + ".csv"
        }
        let taken = named == nil ? names.prefix { Self.isThere($0) } : []
        guard taken.count < names.count else {
            throw Failure(
                usage:
                    "There are \(names.count) files of rows kept aside beside \(ledger). Move them"
                    + " away. Nothing was imported."
            )
        }
        (path, earlier, self.titles) = (named ?? names[taken.count], taken.last, titles)
        partial = path + ".partial"
    }

    private static let namesMax = 99

    private static func isThere(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
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
        isFinished = true
        return path
    }

    func discard() {
        try? file?.close()
        try? FileManager.default.removeItem(atPath: isFinished ? path : partial)
    }
}
