// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension WardLookup {
    /// Nil for one that lacks what it needs, is in dispute, or holds what is no code.
    package init?(_ record: Record) {
        guard let boundaries = record.date("boundaries"), let edition = record.integer("edition"),
            let areas = record.text("areas"), let wards = record.text("wards"),
            !record.isDisputed("boundaries", "edition", "areas", "wards"),
            let wardOf = CodeLines.read(areas), let names = CodeLines.read(wards),
            wardOf.allSatisfy({ AreaCode.lsoa.fits($0.key) && names[$0.value] != nil })
        else { return nil }
        self.init(
            title: record.text("title") ?? "",
            boundaries: boundaries,
            edition: Int(clamping: edition),
            wardOf: wardOf,
            names: names,
            source: record.text("source") ?? ""
        )
    }

    package var fields: [FieldPath: FieldValue] {
        FieldPath.answers([
            "title": .text(title), "boundaries": .date(boundaries),
            "edition": .integer(Int64(edition)), "areas": .text(CodeLines.text(of: wardOf)),
            "wards": .text(CodeLines.text(of: names)), "source": .text(source),
        ])
    }
}

extension FieldPath {
    /// Answers by the names of a form.
    static func answers(_ named: [String: FieldValue]) -> [FieldPath: FieldValue] {
        var answers: [FieldPath: FieldValue] = [:]
        for (name, value) in named {
            if let path = FieldPath(name) { answers[path] = value }
        }
        return answers
    }
}

/// Codes, each with what belongs to it: a line each, as a record keeps them.
enum CodeLines {
    /// Nil where a line has no second half, or a code stands there twice.
    static func read(_ text: String) -> [String: String]? {
        var found: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, found[String(parts[0])] == nil else { return nil }
            found[String(parts[0])] = String(parts[1])
        }
        return found
    }

    /// The same pairs always give the same text.
    static func text(of pairs: [String: String]) -> String {
        pairs.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "\n")
    }
}
