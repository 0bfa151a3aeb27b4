// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension FillingWorld {
    /// Choices that speak of answers to choices that speak of answers end here.
    private static let depthMax = 3

    /// An answer as a text at a place speaks of it.
    func words(_ name: String, from place: Int, _ row: Int, depth: Int = 0) -> String {
        let value = value(named: name, from: .place(node: place, row: row))
        guard let field = rows.places.names[name].flatMap({ rows.places[$0].field }) else {
            return value.string
        }
        switch field.item.type {
        case .choice, .choices, .rank:
            let choices = FillingChoices(self, field: field).all + field.listed
            return value.words.map { word in
                guard let choice = choices.first(where: { $0.name == word }) else {
                    return String(word)
                }
                let label = choice.label(in: language)
                guard field.hasOwnChoices, depth < Self.depthMax else { return label }
                return filled(label, from: place, row, depth: depth + 1)
            }.joined(separator: ", ")
        case .money: return value.isEmpty ? "" : Self.pounds(value.number)
        default:
            guard case .moment(let days) = value.single,
                let moment = ExpressionValue.instant(days: days)
            else { return value.string }
            return wall.text(moment)
        }
    }

    private func filled(_ text: String, from place: Int, _ row: Int, depth: Int) -> String {
        FormText.filled(PlainText.words(of: text)) { name in
            words(name, from: place, row, depth: depth)
        }
    }

    /// The choice with the answers that its label speaks of in it, in every language.
    func filled(
        _ choice: FormDefinition.Choice,
        at place: Int,
        _ row: Int
    ) -> FormDefinition.Choice {
        guard choice.texts.contains(where: { $0.contains("${") || !PlainText.isPlain($0) }) else {
            return choice
        }
        var shown = choice
        var world = self
        world.language = nil
        shown.label = world.filled(choice.label, from: place, row, depth: 0)
        for (language, text) in choice.translations ?? [:] {
            world.language = language
            shown.translations?[language] = world.filled(text, from: place, row, depth: 0)
        }
        return shown
    }

    static func pounds(_ pence: Double) -> String {
        let whole = Int64(clamping: abs(pence))
        let rest = whole % 100
        return (pence < 0 ? "-£" : "£") + "\(whole / 100)." + (rest < 10 ? "0\(rest)" : "\(rest)")
    }
}

extension FormField {
    /// False where the choices are records, whose names are as somebody wrote them.
    var hasOwnChoices: Bool {
        item.choicesFrom?.records == nil && item.suggestsRecordsOf == nil
    }

    /// The names in the labels of its choices.
    var namesInChoices: Set<String> {
        guard hasOwnChoices else { return [] }
        return choices.reduce(into: []) { names, choice in
            for text in choice.texts { names.formUnion(FormText.references(in: text)) }
        }
    }
}

extension FormDefinition.Choice {
    /// Its label in every language.
    fileprivate var texts: [String] { [label] + (translations ?? [:]).values }
}
