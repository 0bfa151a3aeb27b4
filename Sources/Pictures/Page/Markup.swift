// SPDX-License-Identifier: Apache-2.0

/// HTML and SVG, in which every text and every attribute is escaped where it is written.
enum Markup {
    /// Control characters are no part of any document; XML has no way to write them.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result += " "
            case _ where scalar.value < 32 || (127...159).contains(scalar.value):
                result += "\u{FFFD}"
            case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    static func element(
        _ name: String,
        _ attributes: KeyValuePairs<String, String> = [:],
        text: String
    ) -> String {
        element(name, attributes, [escaped(text)])
    }

    /// Of content that is markup already.
    static func element(
        _ name: String,
        _ attributes: KeyValuePairs<String, String> = [:],
        _ content: [String]
    ) -> String {
        let written = attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
        return content.isEmpty
            ? "<\(name)\(written)/>" : "<\(name)\(written)>\(content.joined())</\(name)>"
    }

    /// A length in a picture, to a tenth.
    static func length(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }
}
