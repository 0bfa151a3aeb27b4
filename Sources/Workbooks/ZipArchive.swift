// SPDX-License-Identifier: Apache-2.0

import CZip
import Foundation

/// The entries of a ZIP archive in memory, each unpacked within what is left of a bound on all.
final class ZipArchive {
    // libzip reads from these bytes for as long as the archive is open.
    private let bytes: UnsafeMutableRawBufferPointer
    private let archive: OpaquePointer
    private var bytesLeft = WorkbookBounds.expandedBytesMax

    /// - Throws: `WorkbookError` for bytes that are no archive, or one of too many entries.
    init(_ data: Data) throws {
        bytes = .allocate(byteCount: max(data.count, 1), alignment: 1)
        data.copyBytes(to: bytes)
        guard let source = zip_source_buffer_create(bytes.baseAddress, UInt64(data.count), 0, nil)
        else {
            bytes.deallocate()
            throw WorkbookError("", "There is no memory left to read the file with.")
        }
        guard let archive = zip_open_from_source(source, ZIP_RDONLY, nil) else {
            zip_source_free(source)
            bytes.deallocate()
            throw WorkbookError(
                "",
                "This is no Excel workbook (.xlsx), or it is damaged. Open it in a spreadsheet"
                    + " program, save it as \"Excel Workbook (.xlsx)\", and import that file."
            )
        }
        self.archive = archive
        guard zip_get_num_entries(archive, 0) <= WorkbookBounds.entriesMax else {
            throw WorkbookError(
                "",
                "The workbook has more than \(WorkbookBounds.entriesMax) parts. Copy its sheets to"
                    + " a new workbook, without pictures, and import that."
            )
        }
    }

    deinit {
        zip_discard(archive)
        bytes.deallocate()
    }

    /// Nil where there is no such entry; upper and lower case are the same, as they are to Excel.
    ///
    /// - Throws: `WorkbookError` for an entry that is damaged, locked or too large.
    func contents(of name: String) throws -> [UInt8]? {
        let index = zip_name_locate(archive, name, UInt32(ZIP_FL_NOCASE))
        guard index >= 0 else { return nil }
        guard let file = zip_fopen_index(archive, UInt64(index), 0) else {
            throw damaged(name)
        }
        defer { zip_fclose(file) }
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = chunk.withUnsafeMutableBytes {
                Int(zip_fread(file, $0.baseAddress, UInt64($0.count)))
            }
            guard count >= 0 else { throw damaged(name) }
            if count == 0 { return contents }
            bytesLeft -= count
            guard bytesLeft >= 0 else { throw tooLarge(name) }
            contents += chunk[..<count]
        }
    }

    private func damaged(_ name: String) -> WorkbookError {
        WorkbookError(
            name,
            "This part of the workbook is damaged or locked with a password. Open the workbook in"
                + " a spreadsheet program, save it anew without a password, and import that file."
        )
    }

    private func tooLarge(_ name: String) -> WorkbookError {
        WorkbookError(
            name,
            "Unpacked, the workbook is larger than"
                + " \(WorkbookBounds.expandedBytesMax / 1024 / 1024) MB. Copy the sheets of the"
                + " form alone to a new workbook, and import that."
        )
    }
}
