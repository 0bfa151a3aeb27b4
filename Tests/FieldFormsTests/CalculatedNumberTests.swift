// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Testing

@Suite("A calculated number is a number")
struct CalculatedNumberTests {
    private func value(_ expression: String, kept: Bool = false) throws -> FieldValue? {
        let item = FillingForm.item(.calculate, "c") {
            $0.calculation = expression
            $0.trigger = kept ? ["a"] : nil
        }
        let form = try FillingForm.form([FillingForm.item(.integer, "a"), item])
        let filling = try FillingForm.filling(form, ["a": .integer(3)])
        return filling.value(at: try FillingForm.path("c"))
    }

    @Test(
        "also where it is none of the whole ones, with the digits that are sure",
        arguments: [
            ("${a} * 0.5", "1.5"), ("${a} * -0.5", "-1.5"), ("0.1 + 0.2", "0.3"),
            ("10 div 3", "3.33333333333333"), ("pow(10, 16) + 1", "10000000000000000"),
            ("1 div 3 * 0.0000001", "0.0000000333333333333333"),
        ]
    )
    func decimals(_ expression: String, _ text: String) throws {
        let wanted = try #require(Decimal(exactly: text))
        #expect(try value(expression) == .decimal(wanted))
        #expect(try value(expression, kept: true) == .decimal(wanted))
        let kept = try Canonical.encode(FieldValue.decimal(wanted))
        #expect(try Canonical.decode(FieldValue.self, from: kept) == .decimal(wanted))
    }

    @Test("what is whole stays so, what is none has no value, and what never ends says so")
    func others() throws {
        #expect(try value("${a} * 2") == .integer(6))
        #expect(try value("0 div 0") == nil)
        #expect(try value("1 div 0") == .text("Infinity"))
        #expect(try value("-1 div 0") == .text("-Infinity"))
        #expect(try value("concat(${a}, '')") == .text("3"))
    }

    @Test("a decimal question takes the same digits")
    func question() throws {
        let item = FillingForm.item(.decimal, "c") { $0.calculation = "0.1 + 0.2" }
        let filling = try FillingForm.filling(try FillingForm.form([item]))
        let value = filling.value(at: try FillingForm.path("c"))
        #expect(value == .decimal(try #require(Decimal(exactly: "0.3"))))
    }
}
