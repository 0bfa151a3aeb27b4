// SPDX-License-Identifier: Apache-2.0

import LocalSpend
import Testing

@Suite("Postcodes and names of suppliers")
struct PostcodeTests {
    @Test(
        "a postcode is known in any spelling, whole or as its first half",
        arguments: [
            ("bd1 1hx", "BD1 1HX"), ("BD11HX", "BD1 1HX"), ("LS29 7AA", "LS29 7AA"),
            ("EC1A1BB", "EC1A 1BB"), ("S1 2HE", "S1 2HE"), ("LS29", "LS29"), ("W1A", "W1A"),
            ("M1", "M1"),
        ]
    )
    func known(_ text: String, _ expected: String) {
        #expect(Postcode(text)?.text == expected)
    }

    @Test(
        "what is none is none",
        arguments: [
            "", "BD", "1BD 1HX", "BD1 1H", "BD1 HX1", "Bradford", "BDD1 1HX", "é1 1AA", "BD111 1HX",
        ]
    )
    func unknown(_ text: String) {
        #expect(Postcode(text) == nil)
    }

    @Test("an area, a district and a sector hold what begins with them, and nothing that looks so")
    func areas() throws {
        let area = try PostcodeArea("bd, LS29  7, S1")
        for text in ["BD1 1HX", "BD18", "LS29 7AA", "S1 2HE"] {
            #expect(try area.contains(#require(Postcode(text))), "\(text)")
        }
        for text in ["B1 1AA", "LS29 8AA", "LS29", "S11 8AA", "S10 2TN"] {
            #expect(try !area.contains(#require(Postcode(text))), "\(text)")
        }
        #expect(throws: SpendError.self) { try PostcodeArea("Bradford") }
        #expect(try PostcodeArea("").isEmpty)
    }

    @Test("spellings of one name are one supplier, and withheld names are none")
    func names() {
        for text in ["The Mill Ltd.", "THE MILL LIMITED", "the  mill, ltd"] {
            #expect(SupplierName(text).key == "THE MILL LTD")
        }
        #expect(SupplierName("Bell & Son").key == SupplierName("BELL AND SON").key)
        #expect(SupplierName("Café Zoë").key == "CAFÉ ZOË")
        for text in [
            "REDACTED", "Redacted - personal data", "Name withheld", "XXXX", "--", "[REDACTED]",
            "Individual - Redacted Personal Data", "Confidential",
        ] {
            #expect(SupplierName(text).isRedacted, "\(text)")
        }
        for text in ["Exxon", "Redact Films", "Confidential Shredding Ltd"] {
            #expect(!SupplierName(text).isRedacted, "\(text)")
        }
        for text in ["Confidential Shredding Ltd", "Withheld by request", "Personal data, 3"] {
            #expect(SupplierName(text).mayBeRedacted, "\(text)")
        }
        #expect(!SupplierName("Confidentially Yours").mayBeRedacted)
    }
}
