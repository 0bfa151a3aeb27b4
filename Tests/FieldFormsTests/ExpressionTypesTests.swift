// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("What the parts of an expression can be")
struct ExpressionTypesTests {
    private func problems(_ type: FormItem.Kind, constraint: String) throws -> [String] {
        do {
            _ = try FillingForm.form([FillingForm.item(type, "a") { $0.constraint = constraint }])
            return []
        } catch let error as FormError { return error.problems }
    }

    @Test(
        "a text that the answer itself can never be is a fault, as it is through ${…}",
        arguments: [
            (FormItem.Kind.integer, ". = 'x'", "at character 5: 'x' is no number"),
            (.integer, ". < 'x'", "at character 5: 'x' is no number"),
            (.integer, ". = 'x' or . > 3", "at character 5: 'x' is no number"),
            (.integer, "${a} = 'x'", "at character 8: 'x' is no number"),
            (.date, ". > 'x'", "at character 5: 'x' is no date"),
        ]
    )
    func itself(_ type: FormItem.Kind, _ rule: String, _ said: String) throws {
        let found = try problems(type, constraint: rule)
        #expect(found.count == 1 && found[0].hasPrefix("a: constraint \(said)"), "\(found)")
    }

    @Test(
        "what an answer can be is none",
        arguments: [
            (FormItem.Kind.integer, ". = '3' or . = ''"), (.date, ". > '2026-01-01'"),
            (.date, ". - today() < 3"), (.text, ". = 'x'"),
        ]
    )
    func possible(_ type: FormItem.Kind, _ rule: String) throws {
        #expect(try problems(type, constraint: rule).isEmpty)
    }

    private func doubts(_ relevant: String, constraint: String? = nil) throws -> [String] {
        let form = try FillingForm.form(
            [
                FillingForm.item(.choice, "sel") {
                    $0.choices = "answers"
                    $0.constraint = constraint
                },
                FillingForm.item(.text, "why") { $0.relevant = relevant },
            ]
        ) { definition in
            definition.choiceLists = [
                "answers": [.init(name: "yes", label: "Yes"), .init(name: "no", label: "No")]
            ]
        }
        return form.doubts
    }

    @Test("a choice that the list does not have is told with the list's, and stops nothing")
    func choices() throws {
        let found = try doubts("${sel} = 'yess'")
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("why: relevant at character 10: 'yess' is none of the choices"))
        #expect(found[0].hasSuffix("yes, no; did you mean 'yes'?"))
        #expect(try doubts("selected(${sel}, 'maybe')").count == 1)
        #expect(try doubts("'zz' != ${sel} and ${sel} = 'no'").count == 1)
        #expect(try doubts("${sel} = 'yes'", constraint: ". != 'noo'").count == 1)
        #expect(try doubts("${sel} = '' or selected(${sel}, 'no')").isEmpty)
    }
}
