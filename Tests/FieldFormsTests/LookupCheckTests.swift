// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("Look-ups speak of lists and columns that are there")
struct LookupCheckTests {
    private func form(_ calculation: String) throws -> CompiledForm {
        let items = [FillingForm.item(.text, "a"), FillingForm.calculation("c", calculation)]
        return try FillingForm.form(items) { definition in
            let table = FormTable(columns: ["name", "label", "town"], rows: [["a", "A", "n"]])
            definition.tables = ["shops": table]
            var choice = FormDefinition.Choice(name: "x", label: "X")
            choice.attributes = ["weight": "3"]
            definition.choiceLists = ["tools": [choice]]
        }
    }

    private func problems(_ calculation: String) throws -> [String] {
        try form(calculation).useProblems(among: FormsHere([try Clients.form()]))
    }

    @Test(
        "what is not there is told with its place and what was meant",
        arguments: [
            (
                "pulldata('shopz', 'label', 'name', ${a})", "character 10: there is no list",
                "'shops'?"
            ),
            ("pulldata('shops', 'lable', 'name', ${a})", "character 19: 'shops' has", "'label'?"),
            ("pulldata('shops', 'label', 'nme', ${a})", "character 28: 'shops' has", "'name'?"),
            ("instance('shopz')/root/item[1]/label", "character 1: there is no list", "'shops'?"),
            ("instance('shops')/root/item[nme = ${a}]/label", "character 29: 'shops'", "'name'?"),
            ("instance('shops')/root/item[name = ${a}]/lable", "character 1: 'shops'", "'label'?"),
            (
                "instance('tools')/root/item[name = ${a}]/wait", "character 1: 'tools'",
                "name, label"
            ),
            ("instance('client')/root/item[1]/phoen", "character 1: 'client'", "'phone'?"),
            ("count(instance('nowhere')/root/item)", "character 7: there is no", "put the file"),
        ]
    )
    func wrong(_ expression: String, _ place: String, _ hint: String) throws {
        let found = try problems(expression)
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.hasPrefix("c: calculation at \(place)") == true, "\(found)")
        #expect(found.first?.contains(hint) == true, "\(found)")
    }

    @Test(
        "what is there is none, nor what nobody can know",
        arguments: [
            "pulldata('shops', 'town', 'name', ${a})", "pulldata('client', 'phone', 'name', ${a})",
            "instance('tools')/root/item[weight = ${a} and name != '']/label",
            "instance('shops')/root/item[town = current()/../a][1]/label",
            "instance('shops')/root/item[name = instance('tools')/root/item[1]/weight]/town",
            "pulldata(${a}, ${a}, 'name', 'x')", "count(instance('filled')/root/item)",
        ]
    )
    func right(_ expression: String) throws { #expect(try problems(expression) == []) }

    @Test("where no form is known, another form's name may be right, and its columns too")
    func unknown() throws {
        #expect(try form("pulldata('other', 'x', 'y', ${a})").useProblems(among: nil).isEmpty)
        let table = try form("pulldata('shops', 'x', 'name', ${a})").useProblems(among: nil)
        #expect(table.count == 1)
    }

    @Test("a label's question has to be there, and a date's letters to mean something")
    func others() throws {
        let told = { (calculation: String) in
            let error = #expect(throws: FormError.self) { try form(calculation) }
            return error?.problems.first ?? ""
        }
        #expect(told("jr:choice-name('x', '${zz}')").contains("no field ${zz}"))
        for (format, words) in [
            ("%Q", "'%Q' is no part of a date; write"), ("100%", "'%' is no part"),
        ] {
            let found = try problems("format-date(today(), '\(format)')")
            #expect(found.count == 1 && found[0].contains(words), "\(found)")
        }
        #expect(try problems("format-date(today(), '%d %b %Y %%')").isEmpty)
    }

    @Test(
        "what other languages write is told as what is written here",
        arguments: [
            ("${a} == 1", "write '='"), ("${a} = 1 && 1 = 1", "write 'and'"),
            ("${a} = 1 || 1 = 1", "write 'or'"), ("${a} <> 1", "write '!='"),
            ("${a} % 2", "write 'mod'"), ("${a} / 2", "write 'div'"), ("!${a}", "write not("),
            ("strlen(${a})", "write string-length"), ("foo(${a})", "docs/expressions.md"),
            ("avg(${a})", "write sum"), ("cuont(${a})", "did you mean 'count'?"),
        ]
    )
    func remedies(_ expression: String, _ remedy: String) throws {
        let error = #expect(throws: FormError.self) { try form(expression) }
        #expect(error?.problems.first?.contains(remedy) == true, "\(error?.problems ?? [])")
    }
}
