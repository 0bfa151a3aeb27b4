// SPDX-License-Identifier: Apache-2.0

import Foundation
import Seeds

extension Folder {
    /// Contacts whose notes nothing can make smaller than `NoiseRow.bytesLeast`.
    func noise(_ count: Int, _ name: String, _ seed: inout Seed) throws -> String {
        let lines = (1...count).map { number in
            let noise = (0..<160).map { _ in String(seed.next(), radix: 36) }.joined()
            let note = noise.prefix(NoiseRow.letters)
            return #"{"participant":"\#(name)-\#(number)","kind":"visit","note":"\#(note)"}"#
        }
        return try write(lines.joined(separator: "\n") + "\n", to: name + ".ndjson")
    }
}

enum NoiseRow {
    static let letters = 1_400
    /// Each of 36 letters tells so many bits; a few are less evenly spread.
    static let bytesLeast = Int(Double(letters) * log2(36) / 8)
}
