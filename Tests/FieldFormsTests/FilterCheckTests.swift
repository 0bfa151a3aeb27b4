// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("A filter of choices speaks of columns that its list has")
struct FilterCheckTests {
    private func problems(
        _ filter: String,
        _ change: (inout FormItem, inout FormDefinition) -> Void
    ) throws -> [String] {
        var item = FillingForm.item(.choice, "who") { $0.choiceFilter = filter }
        let form = try FillingForm.form([]) { definition in
            change(&item, &definition)
            definition.items = [FillingForm.item(.text, "area"), item]
        }
        let client = try Clients.form()
        return form.filterProblems(among: [client.id: client])
    }

    @Test("records have the fields of their form", arguments: [("area", 0), ("aria", 1)])
    func records(_ column: String, _ count: Int) throws {
        let found = try problems("\(column) = ${area}") { item, _ in
            item.choicesFrom = FormID("client").map { FormItem.ChoiceSource(records: $0) }
        }
        #expect(found.count == count)
        #expect(found.allSatisfy { $0.hasPrefix("who: choiceFilter ") && $0.contains("area?") })
    }

    @Test("a list has the columns that stand in it, and a table its own")
    func lists() throws {
        let ofList = { (definition: inout FormDefinition) in
            var choice = FormDefinition.Choice(name: "a", label: "A")
            choice.attributes = ["district": "n"]
            definition.choiceLists = ["people": [choice]]
        }
        let found = try ["district", "town"].map { column in
            try problems("\(column) = ${area} and name != 'x'") { item, definition in
                item.choices = "people"
                ofList(&definition)
            }.count
        }
        #expect(found == [0, 1])
        let ofTable = try ["town", "district"].map { column in
            try problems("\(column) = ${area}") { item, definition in
                item.choicesFrom = FormItem.ChoiceSource(table: "people")
                let columns = ["name", "label", "town"]
                let table = FormTable(columns: columns, rows: [["a", "A", "n"]])
                definition.tables = ["people": table]
            }.count
        }
        #expect(ofTable == [0, 1])
    }

    @Test("a look-up within it speaks of the columns of the other list")
    func other() throws {
        let filter = "name = instance('anything')/root/item[code = ${area}]/name"
        let found = try problems(filter) { item, _ in
            item.choicesFrom = FormID("client").map { FormItem.ChoiceSource(records: $0) }
        }
        #expect(found.isEmpty)
    }
}
