// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a terminal of few words shows: enough of one to tell when a key has its picture.
///
/// It knows where to write, how to clear, and nothing of colours (`Picture.terminfo`).
struct Picture: Hashable {
    static let (height, width) = (24, 80)
    static let blank = [Character](repeating: " ", count: width)

    private(set) var rows = [[Character]](repeating: blank, count: height)
    private var (row, column) = (0, 0)
    /// The beginning of a sign or of an order that is not here whole.
    private var begun: [UInt8] = []

    /// In the language of tic(1).
    static let terminfo = """
        keeplocal-bench|a terminal of few words,
        \tam, cols#80, lines#24,
        \tclear=\\E[H\\E[2J, cup=\\E[%i%p1%d;%p2%dH, ed=\\E[J, el=\\E[K,
        \tcr=\\r, cud1=\\n, cub1=^H,
        \tkbs=^?, kcud1=\\EOB, kcuu1=\\EOA, knp=\\E[6~, kpp=\\E[5~,

        """

    func line(_ row: Int) -> String { String(rows[row]) }

    mutating func take(_ bytes: [UInt8]) {
        var rest = (begun + bytes)[...]
        while let length = Self.length(rest), length <= rest.count {
            obey(Array(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        begun = Array(rest)
    }

    /// How long the next sign or order is; nil where it is not here whole.
    private static func length(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard let first = bytes.first else { return nil }
        guard first == 0x1B else {
            return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        }
        guard bytes.count > 1 else { return nil }
        guard bytes[bytes.startIndex + 1] == UInt8(ascii: "[") else { return 2 }
        return bytes.dropFirst(2).firstIndex { $0 >= 0x40 }.map { $0 - bytes.startIndex + 1 }
    }

    private mutating func obey(_ order: [UInt8]) {
        switch order[0] {
        case 0x1B: if order.count > 2 { obey(control: order) }
        case 8: column = max(column - 1, 0)
        case 10: row = min(row + 1, Self.height - 1)
        case 13: column = 0
        case 0..<32: break
        default: write(String(decoding: order, as: UTF8.self))
        }
    }

    private mutating func obey(control order: [UInt8]) {
        let parameters = String(decoding: order.dropFirst(2).dropLast(), as: UTF8.self)
        switch order.last {
        case UInt8(ascii: "H"):
            let place = parameters.split(separator: ";").compactMap { Int($0) }
            row = min(max((place.first ?? 1) - 1, 0), Self.height - 1)
            column = min(max((place.last ?? 1) - 1, 0), Self.width - 1)
        case UInt8(ascii: "J"):
            let first = parameters == "2" ? 0 : row + 1
            for row in first..<max(Self.height, first) { rows[row] = Self.blank }
            if parameters != "2" { clearLine() }
        case UInt8(ascii: "K"): clearLine()
        default: break
        }
    }

    private mutating func clearLine() {
        for column in min(column, Self.width)..<Self.width { rows[row][column] = " " }
    }

    private mutating func write(_ text: String) {
        for character in text {
            if column == Self.width { (row, column) = (min(row + 1, Self.height - 1), 0) }
            rows[row][column] = character
            column += 1
        }
    }
}
