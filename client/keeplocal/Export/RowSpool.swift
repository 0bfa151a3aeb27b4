// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Glibc
import Workbooks

/// Rows that wait on the disk until their sheet is written: a workbook takes one sheet after the
/// other, and the records come one after the other.
///
/// The file has no name from the start on, so that nothing of it stays, however this ends.
final class RowSpool {
    private let descriptor: Int32
    private var buffer = Data()
    private(set) var count = 0
    private static let bufferBytes = 1 << 16

    /// Beside the file that is written: where that has room, this has as well.
    init(beside path: String) throws {
        let name = path + ".rows-\(UUID().uuidString)"
        descriptor = open(name, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path) }
        unlink(name)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func add(_ row: [Cell]) throws {
        buffer += try Canonical.encode(JSON.array(row.map(\.spooled)))
        buffer.append(UInt8(ascii: "\n"))
        count += 1
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    func forEach(_ body: ([Cell]) throws -> Void) throws {
        try flush()
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw Self.failure("the rows") }
        var rest = Data()
        var chunk = [UInt8](repeating: 0, count: Self.bufferBytes)
        while true {
            let read = chunk.withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw Self.failure("the rows") }
            if read == 0 { return }
            rest.append(contentsOf: chunk[..<read])
            var start = rest.startIndex
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                let row = try Canonical.decode(JSON.self, from: Data(rest[start..<end]))
                try body(row.cells)
                start = rest.index(after: end)
            }
            rest = Data(rest[start...])
        }
    }

    private func flush() throws {
        var rest = buffer[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno != EINTR {
                throw Self.failure("the rows")
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func failure(_ what: String) -> Problem {
        let code = errno
        return Problem(
            code == ENOSPC || code == EDQUOT ? .diskFull : .deviceFailed,
            "\(what) cannot be written (\(String(cString: strerror(code)).lowercased())). Nothing"
                + " of it was kept. Name another place with --to, or make room."
        )
    }
}

extension Cell {
    /// A text is itself; all else says what it is.
    fileprivate var spooled: JSON {
        switch self {
        case .empty: .null
        case .text(let text): .string(text)
        case .number(let number): ["n": .string("\(number)")]
        case .boolean(let flag): .boolean(flag)
        case .date(let year, let month, let day):
            ["d": .array([year, month, day].map { .integer(Int64($0)) })]
        case .instant(let seconds): ["i": .integer(Int64(seconds * 1_000))]
        }
    }
}

extension JSON {
    fileprivate var cells: [Cell] {
        guard case .array(let values) = self else { return [] }
        return values.map(\.cell)
    }

    private var cell: Cell {
        switch self {
        case .string(let text): return .text(text)
        case .boolean(let flag): return .boolean(flag)
        case .object(let members):
            if case .string(let text)? = members["n"], let number = Decimal(string: text) {
                return .number(number)
            }
            if case .integer(let milliseconds)? = members["i"] {
                return .instant(secondsSince1970: Double(milliseconds) / 1_000)
            }
            guard case .array(let parts)? = members["d"] else { return .empty }
            let numbers = parts.map { if case .integer(let number) = $0 { Int(number) } else { 0 } }
            guard numbers.count == 3 else { return .empty }
            return .date(year: numbers[0], month: numbers[1], day: numbers[2])
        default: return .empty
        }
    }
}
