// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldModel
import FieldStore
import Foundation

/// What was told, as records carry it to the other devices of the same people.
extension StoreSession {
    /// Everything that files of these devices told, as far as it is here.
    ///
    /// Words that cannot be read are of a newer program, or of somebody's own making.
    func rememberedNumbers() throws -> [Publication.Entry] {
        try toldNumbers().flatMap { text in
            (try? JSONDecoder().decode([Publication.Entry].self, from: Data(text.utf8))) ?? []
        }
    }

    /// - Returns: False where this person may write nothing that the other devices receive.
    func remember(
        _ entries: [Publication.Entry],
        by report: String,
        in place: Place
    ) throws -> Bool {
        try remember(told: Self.texts(of: entries), by: report, in: place)
    }

    /// Each fits into an answer; the same entries are the same words on every device.
    private static func texts(of entries: [Publication.Entry]) throws -> [String] {
        let words = try entries.map { String(decoding: try Canonical.encode($0), as: UTF8.self) }
        var (texts, length): ([[String]], Int) = ([], 0)
        for word in words {
            if texts.isEmpty || length + word.utf8.count + 1 > Limits.textLengthMax - 2 {
                texts.append([])
                length = 0
            }
            texts[texts.count - 1].append(word)
            length += word.utf8.count + 1
        }
        return texts.map { "[\($0.joined(separator: ","))]" }
    }
}
