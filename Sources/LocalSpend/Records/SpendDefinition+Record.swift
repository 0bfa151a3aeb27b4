// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension SpendDefinition {
    /// Nil for one that lacks its name or is in dispute: no figure is made by half a rule.
    package init?(_ record: Record) {
        guard !record.words("key").isEmpty, record.disputedFields.isEmpty else { return nil }
        var areas: [Circle: PostcodeArea] = [:]
        for circle in [Circle.council, .county, .region] {
            guard let area = try? PostcodeArea(record.words("area\(circle.rawValue)")) else {
                return nil
            }
            areas[circle] = area
        }
        var circles: Set<Circle> = []
        if case .choices(let names)? = record.value("circles") {
            circles = Set(names.compactMap { Circle(choice: $0) })
        }
        self.init(
            id: record.words("key"),
            title: record.words("title"),
            circles: circles,
            classes: record.choices("classes"),
            categories: record.choices("categories"),
            exclusions: record.choices("exclusions"),
            areas: areas,
            source: record.words("source")
        )
    }

    package var fields: [FieldPath: FieldValue] {
        var answers = Answers()
        answers.set("key", text: id)
        answers.set("title", text: title)
        answers.set("circles", .choices(of: circles.map(\.choice)))
        answers.set("classes", choices: classes)
        answers.set("categories", choices: categories)
        answers.set("exclusions", choices: exclusions)
        for (circle, area) in areas { answers.set("area\(circle.rawValue)", text: area.text) }
        answers.set("source", text: source)
        return answers.fields
    }
}
