// SPDX-License-Identifier: Apache-2.0

import FieldForms

extension CompilerPlaces {
    /// Tells what keeps the form from being the next version, at the cell that would mend it.
    func add(_ fault: VersionFault, of form: CompiledForm, to log: inout ImportLog) {
        let message = fault.messageInSheets
        let sentence = message.prefix(1).uppercased() + message.dropFirst() + "."
        log.problem(place(of: fault), sentence, fault.remedyInSheets)
    }

    private func place(of fault: VersionFault) -> SheetPlace {
        let question = { (column: String) in
            tables.survey?.place(rows[fault.place], column)
                ?? SheetPlace(sheet: "survey", row: nil, column: nil)
        }
        switch fault.aspect {
        case .name: return question("name")
        case .type: return question("type")
        case .mapsFrom: return question("maps_from")
        case .choice(let name, let list):
            return choice(list) { $0.text("name") == name } ?? question("type")
        case .lostChoice(let list):
            // Several may be lost: each list has one cell for them all, its first name.
            return choice(list) { _ in true } ?? question("type")
        case .settings(let column):
            return tables.settings?.place(tables.settings?.rows.first?.number, column)
                ?? SheetPlace(sheet: "settings", row: nil, column: nil)
        }
    }

    /// The cell `maps_from` of the first choice of a list that is meant.
    private func choice(
        _ list: String?,
        where isMeant: (SheetTable.Row) -> Bool
    ) -> SheetPlace? {
        for table in [tables.choices, tables.external].compactMap({ $0 }) {
            let row = table.rows.first { $0.text("list_name") == list && isMeant($0) }
            guard list != nil, let row else { continue }
            return table.place(row.number, table.has("maps_from") ? "maps_from" : "name")
        }
        return nil
    }
}
