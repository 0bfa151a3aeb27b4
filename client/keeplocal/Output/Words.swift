// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation

extension FieldValue {
    /// The value as a person reads it.
    var words: String {
        switch self {
        case .text(let text): inert(text)
        case .choice(let name): inert(name)
        case .integer(let number): String(number)
        case .decimal(let number): "\(number)"
        case .boolean(let flag): flag ? "yes" : "no"
        case .date(let date): date.description
        case .time(let time): time.description
        case .instant(let instant): instant.words
        case .choices(let names): inert(names.joined(separator: ", "))
        case .geopoint(let point): "\(point.latitude), \(point.longitude)"
        case .money(let money): money.words
        case .scaled(let value, let version):
            "\(value.words) (on the scale of version \(version))"
        case .blob(let blob): "file of \(blob.sizeBytes) bytes (\(inert(blob.mediaType)))"
        }
    }
}

extension FieldForms.FormField {
    /// The value with the label of its choice; a record that was chosen has it from `records`.
    func words(
        _ value: FieldValue,
        records: (FormID, String) -> String? = { _, _ in nil }
    ) -> String {
        func label(_ name: String) -> String {
            if let form = item.namesRecordOf, let label = records(form, name) {
                return RecordID(name).map { label.naming($0) } ?? label
            }
            let isDropped = listed.contains { $0.name == name && !$0.isOffered }
            return self.label(ofChoice: name) + (isDropped ? " (no longer offered)" : "")
        }
        return switch value {
        case .choice(let name): inert(label(name))
        case .choices(let names): inert(inListOrder(names).map(label).joined(separator: ", "))
        case .text(let names) where item.type == .rank:
            inert(names.split(separator: " ").map { label(String($0)) }.joined(separator: ", "))
        case .text(let name) where item.namesRecordOf != nil: inert(label(name))
        default: value.words
        }
    }
}

extension Money {
    var words: String {
        let amount = pence.magnitude
        let cents = amount % 100
        return (pence < 0 ? "-" : "") + "£\(amount / 100).\(cents < 10 ? "0" : "")\(cents)"
    }
}

extension Instant {
    /// The wall clock of this machine, to the minute.
    var words: String { onTheWall }
}

extension Identifier {
    /// The end of an identifier: those made in the same second begin alike.
    var short: String { String(description.suffix(8)) }
}

extension Int64 {
    /// A number of bytes: "812 bytes", "14 kB".
    var words: String { self < 1_024 ? "\(self) bytes" : "\((self + 512) / 1_024) kB" }
}

/// "1 change", "2 changes".
func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
}
