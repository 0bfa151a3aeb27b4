// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

/// Forms for tests of filling them in, in few lines.
enum FillingForm {
    static func form(
        _ items: [FormItem],
        _ change: (inout FormDefinition) -> Void = { _ in }
    ) throws -> CompiledForm {
        var definition = FormDefinition(
            id: try #require(FormID("filled")),
            version: 1,
            title: "Filled in",
            audience: .organisation,
            category: .caseData
        )
        definition.items = items
        change(&definition)
        return try CompiledForm(definition)
    }

    static func item(
        _ type: FormItem.Kind,
        _ name: String,
        _ change: (inout FormItem) -> Void = { _ in }
    ) -> FormItem {
        var item = FormItem(type, name: name)
        change(&item)
        return item
    }

    static func calculation(_ name: String, _ text: String) -> FormItem {
        item(.calculate, name) { $0.calculation = text }
    }

    static func list(
        _ name: String,
        _ items: [FormItem],
        _ change: (inout FormItem) -> Void = { _ in }
    ) -> FormItem {
        item(.repeated, name) {
            $0.items = items
            change(&$0)
        }
    }

    static func filling(
        _ form: CompiledForm,
        _ answers: [String: FieldValue] = [:]
    ) throws -> Filling {
        var filling = Filling(form, surroundings: surroundings)
        for (text, value) in answers.sorted(by: { $0.key < $1.key }) {
            filling.answer(try path(text), with: value)
        }
        return filling
    }

    static let surroundings = Surroundings(
        today: ExpressionTests.today,
        now: Instant(milliseconds: 1_764_000_000_000),
        device: "d1",
        person: "Amina"
    )

    static func path(_ text: String) throws -> FieldPath {
        try #require(FieldPath(text), "\(text)")
    }

    static func id(_ number: Int) -> InstanceID { InstanceID(high: 0x7000, low: UInt64(number)) }
}
