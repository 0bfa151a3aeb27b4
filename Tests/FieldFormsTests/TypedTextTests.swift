// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@testable import FieldForms

@Suite("Texts as people type them")
struct TypedTextTests {
    @Test(
        "Enter at the end is no part of a text, and what is before it stays as it was typed",
        arguments: [
            ("one\ntwo\n\n", "one\ntwo"), ("  one ", "  one "), ("one\r\n", "one"),
            ("\n\n", nil), (" \n ", nil),
        ] as [(String, String?)]
    )
    func ends(_ typed: String, _ kept: String?) throws {
        let field = try #require(try FillingForm.form([FillingForm.item(.text, "a")]).fields.first)
        let value = try field.parse(typed, at: FillingForm.path("a"), today: ExpressionTests.today)
        #expect(value == kept.map(FieldValue.text))
    }
}
