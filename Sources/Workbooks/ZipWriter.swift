// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Writes a ZIP archive from its beginning to its end, never going back: to a file or a pipe.
///
/// An entry's size and checksum follow it (APPNOTE 4.3.9), as they are not known before. The
/// same entries always give the same bytes: no entry has a time.
struct ZipWriter {
    private struct Entry {
        let name: [UInt8]
        let offset: Int
        var checksum: UInt = 0
        var compressed = 0
        var expanded = 0
    }

    /// Beyond it the archive would need the 64-bit form, which few readers of workbooks know.
    private static let bytesMax = Int(UInt32.max) - 1

    private let sink: ([UInt8]) throws -> Void
    private var written = 0
    private var entries: [Entry] = []
    private var deflater: Deflater?

    init(to sink: @escaping ([UInt8]) throws -> Void) { self.sink = sink }

    mutating func begin(_ name: String) throws {
        try end()
        let entry = Entry(name: Array(name.utf8), offset: written)
        try put(
            Self.bytes(0x0403_4B50, 4) + Self.header(entry, isKnown: false) + entry.name
        )
        entries.append(entry)
        deflater = try Deflater()
    }

    mutating func write(_ bytes: [UInt8]) throws { try write(bytes, isLast: false) }

    /// Ends the last entry and writes the list of all.
    mutating func finish() throws {
        try end()
        let start = written
        for entry in entries {
            try put(
                Self.bytes(0x0201_4B50, 4) + Self.bytes(20, 2) + Self.header(entry, isKnown: true)
                    + Self.bytes(0, 10) + Self.bytes(entry.offset, 4) + entry.name
            )
        }
        let size = written - start
        try put(
            Self.bytes(0x0605_4B50, 4) + Self.bytes(0, 4) + Self.bytes(entries.count, 2)
                + Self.bytes(entries.count, 2) + Self.bytes(size, 4) + Self.bytes(start, 4)
                + Self.bytes(0, 2)
        )
    }

    private mutating func end() throws {
        guard deflater != nil else { return }
        try write([], isLast: true)
        deflater = nil
        let entry = entries[entries.count - 1]
        try put(Self.bytes(0x0807_4B50, 4) + Self.sizes(entry))
    }

    private mutating func write(_ bytes: [UInt8], isLast: Bool) throws {
        guard let deflater else { return }
        var chunks: [[UInt8]] = []
        try deflater.compress(bytes, isLast: isLast) { chunks.append($0) }
        let last = entries.count - 1
        entries[last].checksum = crc32(entries[last].checksum, bytes, uInt(bytes.count))
        entries[last].expanded += bytes.count
        entries[last].compressed += chunks.reduce(0) { $0 + $1.count }
        for chunk in chunks { try put(chunk) }
        guard entries[last].expanded <= Self.bytesMax else { throw Self.isTooLarge }
    }

    private mutating func put(_ bytes: [UInt8]) throws {
        guard written + bytes.count <= Self.bytesMax else { throw Self.isTooLarge }
        try sink(bytes)
        written += bytes.count
    }

    private static let isTooLarge = WorkbookError(
        "",
        "The workbook would be larger than 4 GB, which Excel does not open. Write fewer records,"
            + " or write CSV."
    )

    /// What an entry has in common in both of its places.
    private static func header(_ entry: Entry, isKnown: Bool) -> [UInt8] {
        // Flags: the sizes follow, and names are in UTF-8. Method 8. The first day of DOS.
        bytes(20, 2) + bytes(0x0808, 2) + bytes(8, 2) + bytes(0, 2) + bytes(0x0021, 2)
            + (isKnown ? sizes(entry) : bytes(0, 12)) + bytes(entry.name.count, 2) + bytes(0, 2)
    }

    private static func sizes(_ entry: Entry) -> [UInt8] {
        bytes(Int(entry.checksum), 4) + bytes(entry.compressed, 4) + bytes(entry.expanded, 4)
    }

    private static func bytes(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
    }
}
