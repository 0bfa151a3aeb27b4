// SPDX-License-Identifier: Apache-2.0

package import FieldForms
import FieldModel
package import Workbooks

/// A form as an XLSForm: sheets that import to an equal definition, and the files beside them.
///
/// What XLSForm has no word for stands in columns of our own, which other programs ignore. The
/// kind of a file (image, audio) and the spaces around a text are not kept.
package struct FormExport: Sendable {
    package let sheets: [Sheet]
    /// One for each table, to be written as `NAME.csv` beside the form.
    package let files: [Sheet]

    package init(_ definition: FormDefinition) {
        var survey = SurveyWriter(definition)
        survey.write(definition.items)
        let tables = (definition.tables ?? [:]).sorted { $0.key < $1.key }
        let named = ExternalFiles.named(in: [survey.sheet])
        survey.addTables(tables.map(\.key).filter { !named.contains($0) })
        sheets = [
            survey.sheet, Self.choices(definition), Self.entities(definition),
            Self.settings(definition),
        ].filter { $0.rows.count > 1 }
        files = tables.map { name, table in Sheet(name, cells: [table.columns] + table.rows) }
    }

    private static func choices(_ definition: FormDefinition) -> Sheet {
        var table = TableWriter(definition.languages)
        let lists = (definition.choiceLists ?? [:]).sorted { $0.key < $1.key }
        for (list, choices) in lists {
            for choice in choices {
                table.begin()
                table.set("list_name", list)
                table.set("name", choice.name)
                table.set("label", choice.label, choice.translations ?? [:])
                table.set("maps_from", choice.mapsFrom?.joined(separator: " "))
                table.set("dropped", choice.dropped == true ? "yes" : nil)
                for (name, value) in choice.attributes ?? [:] { table.set(name, value) }
            }
        }
        return table.sheet("choices", order: ["list_name", "name", "label"])
    }

    private static func entities(_ definition: FormDefinition) -> Sheet {
        var table = TableWriter(nil)
        for entity in definition.entities ?? [] {
            table.begin()
            table.set("list_name", entity.form.text)
            table.set("label", entity.label)
            table.set("entity_id", entity.record)
            table.set("create_if", entity.createIf)
            table.set("update_if", entity.updateIf)
            table.set("repeat", entity.within?.split(separator: "/").last.map { "${\($0)}" })
        }
        return table.sheet("entities", order: ["list_name", "label", "entity_id"])
    }

    private static func settings(_ definition: FormDefinition) -> Sheet {
        var table = TableWriter(nil)
        table.begin()
        table.set("form_title", definition.title)
        table.set("form_id", definition.id.text)
        table.set("version", definition.versionNote ?? String(definition.version))
        let language = definition.languages?.first
        table.set("default_language", language == Languages.unnamed ? nil : language)
        table.set("instance_name", definition.naming)
        table.set("audience", definition.audience.rawValue)
        table.set("category", definition.category.rawValue)
        table.set("summary", definition.summary)
        table.set("writers", definition.writers?.map(\.rawValue).joined(separator: " "))
        table.set("of_commands", definition.ofCommands == true ? "yes" : nil)
        table.set("written_once", definition.writtenOnce == true ? "yes" : nil)
        table.set(
            "allow_choice_duplicates",
            definition.allowsChoicesTwice == true ? "yes" : nil
        )
        let groups = definition.mergeGroups?.map { $0.joined(separator: " ") }
        table.set("merge_groups", groups?.joined(separator: "; "))
        return table.sheet("settings", order: ["form_title", "form_id", "version"])
    }
}
