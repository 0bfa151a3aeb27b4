// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// The text of a value in a table.
struct ExportCell {
    let text: String

    /// What somebody wrote, made harmless to a program that would take it for a formula.
    init(written text: String) { self.text = SpreadsheetText.guarded(text) }

    init(_ value: FieldValue, of field: FormField?, _ words: ExportWords) {
        let (name, labels) = ({ words.name(of: $0, field) }, words.areLabels)
        self =
            switch value {
            case .text(let text) where labels && field?.item.type == .rank:
                Self(
                    written: text.split(separator: " ").map { name(String($0)) }.joined(
                        separator: "; "
                    )
                )
            case .text(let text): Self(written: text)
            case .choice(let choice): Self(written: name(choice))
            case .choices(let names):
                Self(
                    written: (field?.inListOrder(names) ?? names).map(name)
                        .joined(separator: labels ? "; " : " ")
                )
            case .boolean(let flag): Self(plain: labels ? (flag ? "yes" : "no") : "\(flag)")
            case .integer(let number): Self(plain: String(number))
            case .decimal(let number): Self(plain: "\(number)")
            case .money(let money): Self(plain: money.pounds)
            case .date(let date): Self(plain: date.description)
            case .time(let time): Self(plain: time.description)
            case .instant(let instant): Self(plain: instant.description)
            case .geopoint(let point): Self(plain: point.numbers)
            case .blob(let blob): Self(plain: blob.sha256.description)
            case .scaled(let value, _): Self(value, of: field, words)
            }
    }

    private init(plain text: String) { self.text = text }
}

/// Texts that a spreadsheet would run: an apostrophe before them makes them texts, and is taken
/// away again when the file is imported.
enum SpreadsheetText {
    static func guarded(_ text: String) -> String { isDangerous(text) ? "'" + text : text }

    static func unguarded(_ text: String) -> String {
        text.hasPrefix("'") && isDangerous(String(text.dropFirst()))
            ? String(text.dropFirst())
            : text
    }

    /// Also for what has apostrophes before it already, so that both ways undo each other.
    private static func isDangerous(_ text: String) -> Bool {
        let rest = text.drop { $0 == "'" }
        guard let first = rest.unicodeScalars.first else { return false }
        return "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first)
    }
}

extension Money {
    /// `-12.50`: what a spreadsheet adds up.
    var pounds: String {
        let (whole, part) = pence.magnitude.quotientAndRemainder(dividingBy: 100)
        return (pence < 0 ? "-" : "") + "\(whole).\(part < 10 ? "0" : "")\(part)"
    }
}

extension GeoPoint {
    /// Latitude, longitude and then altitude and accuracy, as the import reads them.
    fileprivate var numbers: String {
        var numbers = [latitude, longitude]
        if let altitude { numbers.append(altitude) }
        if altitude != nil, let accuracy { numbers.append(accuracy) }
        return numbers.map { "\($0)" }.joined(separator: " ")
    }
}
