// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The rows that an import refused, in a file of their own with the same headings: there they are
/// mended, and imported without the rows that were saved.
final class ImportAside {
    private let file: ExportFile
    private let heading: String?
    private var isEmpty = true

    /// - Throws: `Failure` for a file that is there already, or is of another kind than the rows.
    init(_ path: String, of rows: ImportRows) throws {
        guard ImportRows.kind(of: path) == rows.kind else {
            throw Failure(
                usage: "'\(path)' must end as the file that is imported does: .\(rows.kind)"
            )
        }
        file = try ExportFile(path, replaces: false, option: "--aside")
        heading = rows.heading
    }

    func add(_ refused: [ImportRun.Refusal]) throws {
        for refusal in refused {
            if isEmpty, let heading { try file.write(heading) }
            isEmpty = false
            try file.write(refusal.text)
        }
    }

    /// - Returns: The file; nil where nothing was refused, so that there is none.
    func finish() throws -> String? {
        guard !isEmpty else { return nil }
        try file.finish()
        return file.path
    }
}
