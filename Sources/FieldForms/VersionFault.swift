// SPDX-License-Identifier: Apache-2.0

/// Why a form cannot be the next version of one that is there: where, and what to write instead in
/// a definition and in a workbook.
package struct VersionFault: Hashable, Sendable, CustomStringConvertible {
    package enum Aspect: Hashable, Sendable {
        case name, type, mapsFrom
        /// A choice, and its list where that stands in the form.
        case choice(String, of: String?)
        /// An answer's choice that a list lacks.
        case lostChoice(of: String?)
        case settings(String)
    }

    /// The path of the question, or what is said of the form as a whole.
    package let place: String
    package let aspect: Aspect
    package let message: String
    private let remedy: String
    private let sheetRemedy: String?

    init(
        _ place: String,
        _ aspect: Aspect,
        _ message: String,
        _ remedy: String,
        inSheets sheetRemedy: String? = nil
    ) {
        (self.place, self.aspect, self.message) = (place, aspect, message)
        (self.remedy, self.sheetRemedy) = (remedy, sheetRemedy)
    }

    package var description: String {
        let column = aspect == .mapsFrom ? "mapsFrom: " : ""
        return "\(place): \(column)\(message). \(remedy)"
    }

    /// In the words of a workbook.
    package var remedyInSheets: String {
        (sheetRemedy ?? remedy).replacing("mapsFrom", with: "maps_from") + "."
    }

    package var messageInSheets: String { message.replacing("mapsFrom: ", with: "") }

    /// Answers have choices that the list has no more.
    static func lost(_ names: [String], in field: FormField) -> VersionFault {
        let quoted = names.map { "'\($0)'" }.joined(separator: ", ")
        let first = names.first ?? ""
        let (it, its) = names.count == 1 ? ("it", "its row") : ("each", "the row of each")
        return VersionFault(
            field.template,
            .lostChoice(of: field.item.choices),
            "answers have the \(names.count == 1 ? "choice" : "choices") \(quoted)",
            "Keep \(it), let another choice have \"mapsFrom\": [\"\(first)\"], or keep \(it) with"
                + " \"dropped\": true",
            inSheets:
                "Keep \(its), write \(names.joined(separator: " or ")) in the column maps_from"
                + " of the choice that stands for it now, or keep \(its) with yes in the column"
                + " dropped"
        )
    }
}
