// SPDX-License-Identifier: Apache-2.0

/// What is read of a workbook at most: a small file may claim to be a large one.
///
/// The bounds on bytes are bounds on time as well, as each byte is read once.
package enum WorkbookBounds {
    package static let fileBytesMax = 20 * 1024 * 1024
    /// Of all parts that are read, unpacked.
    package static let expandedBytesMax = 64 * 1024 * 1024
    package static let entriesMax = 2_000
    package static let sheetsMax = 100
    /// Of a sheet, those with a text in them.
    package static let rowsMax = 20_000
    package static let columnsMax = 200
    package static let cellsMax = 500_000
    package static let stringsMax = 200_000
    /// Of one cell, in UTF-8; Excel itself takes 32,767 characters.
    package static let cellBytesMax = 128 * 1024
    static let depthMax = 64
}
