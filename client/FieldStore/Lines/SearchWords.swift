// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation

/// Words as a search compares them: small letters without accents, and digits; `Zoë O'Neil-Smith`
/// gives `zoe`, `o`, `neil` and `smith`.
struct SearchWords {
    private(set) var words: [String]

    /// More of one record than anybody searches for is left out.
    private static let bytesMax = 4_096
    /// More than this many words find what the first of them find.
    private static let wordsMax = 100

    init(_ texts: [String]) {
        var (words, bytes, seen): ([String], Int, Set<String>) = ([], 0, [])
        for text in texts where bytes < Self.bytesMax {
            for word in Self.split(text) where seen.insert(word).inserted {
                bytes += word.utf8.count + 1
                guard bytes <= Self.bytesMax else { break }
                words.append(word)
            }
        }
        self.words = words
    }

    /// Each word with a space before it, so that its start can be told.
    var text: String { words.map { " " + $0 }.joined() }

    /// An identifier and its end, which are told from words by a sign: a date is no part of one.
    static func text(naming record: RecordID) -> String {
        let whole = record.description.replacing("-", with: "")
        return " #\(whole) #\(whole.suffix(8))"
    }

    /// What to look for in such texts: for each word, the beginnings that it may be.
    static func beginnings(in typed: String) -> [[String]] {
        if let record = RecordID(typed) {
            return [[" #" + record.description.replacing("-", with: "")]]
        }
        return SearchWords([typed]).words.prefix(wordsMax).map { word in
            let isName = word.count >= 4 && word.allSatisfy(\.isHexDigit)
            return isName ? [" " + word, " #" + word] : [" " + word]
        }
    }

    private static func split(_ text: String) -> [String] {
        text.plain.split { !$0.isLetter && !$0.isNumber }
            .map(String.init)
    }
}
