// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
package import Workbooks

/// A form that was made of the sheets of an XLSForm.
package struct FormImport: Sendable {
    package let definition: FormDefinition
    /// What the sheets say that has no effect here, or another one than elsewhere.
    package let warnings: [ImportProblem]

    /// Reads the sheets `survey`, `choices`, `external_choices`, `settings` and `entities`.
    ///
    /// - Throws: `ImportError` with everything that is wrong, each with its sheet, row and column.
    package init(_ sheets: [Sheet], _ options: ImportOptions) throws(ImportError) {
        var log = ImportLog()
        let definition = Self.definition(of: sheets, options, &log)
        guard log.problems.isEmpty, let definition else {
            throw ImportError(problems: log.problems, isCut: log.isCut)
        }
        (self.definition, warnings) = (definition, log.warnings)
    }

    /// The name of the form, whatever else is wrong with it; nil where it can have none.
    package static func id(of sheets: [Sheet], _ options: ImportOptions) -> FormID? {
        var log = ImportLog()
        let settings = SettingsReader(FormSheets(sheets, &log).settings)
        return settings.definition(options, &log)?.id
    }

    private static func definition(
        of sheets: [Sheet],
        _ options: ImportOptions,
        _ log: inout ImportLog
    ) -> FormDefinition? {
        let tables = FormSheets(sheets, &log)
        guard let survey = tables.survey else { return nil }
        let settings = SettingsReader(tables.settings)
        let languages = Languages(
            [survey, tables.choices, tables.external].compactMap { $0 },
            preferred: settings.language
        )
        languages.tellUnknown(at: settings.place("default_language"), &log)
        // Under another name, all else that is wrong is found as well.
        var definition = settings.definition(options, &log) ?? settings.unnamed(options)
        var choices = ChoicesReader(languages, allowsTwice: settings.allowsChoicesTwice)
        for table in [tables.choices, tables.external] {
            if let table { choices.read(table, &log) }
        }
        var reader = SurveyReader(survey, languages, options)
        reader.read(&log)
        TextCheck(table: survey, names: nil).check(&log)
        if let table = tables.choices {
            TextCheck(table: table, names: reader.allNames).check(&log)
        }
        for name in ExternalFiles.named(in: sheets) {
            if let file = options.files[name] { reader.take(file, as: name) }
        }
        var entities = EntitiesReader()
        if let table = tables.entities { entities.read(table, places: reader.places, &log) }
        definition?.items = reader.items
        definition?.choiceLists = choices.lists(withOther: reader.listsWithOther)
        definition?.tables = reader.tables.isEmpty ? nil : reader.tables
        definition?.entities = entities.entities.isEmpty ? nil : entities.entities
        definition?.languages = languages.all
        if let definition { check(definition, reader, tables, options, &log) }
        return definition
    }

    /// What the form's own check finds, at the cells that it speaks of.
    private static func check(
        _ definition: FormDefinition,
        _ reader: SurveyReader,
        _ tables: FormSheets,
        _ options: ImportOptions,
        _ log: inout ImportLog
    ) {
        if definition.items.isEmpty, log.problems.isEmpty {
            log.problem(
                reader.table.place(nil),
                "The form asks nothing.",
                "Write a row for each question below the first."
            )
        }
        let size = (try? Canonical.encode(definition))?.count ?? 0
        if size > Limits.formBytesMax - 4_096 {
            log.problem(
                reader.table.place(nil),
                "With its lists and files the form takes \(size / 1024) KB, more than"
                    + " \(Limits.formBytesMax / 1024) KB.",
                "Leave out rows and columns of its files, or make records of them."
            )
            return
        }
        let places = CompilerPlaces(tables: tables, rows: reader.places)
        let (form, problems) = CompiledForm.examined(definition)
        for problem in problems { places.add(problem, to: &log) }
        check(form, isUsable: problems.isEmpty, places, options, &log)
    }

    /// What only those find who know the other forms and the versions before.
    private static func check(
        _ form: CompiledForm,
        isUsable: Bool,
        _ places: CompilerPlaces,
        _ options: ImportOptions,
        _ log: inout ImportLog
    ) {
        let forms = FormsHere(
            (options.known ?? [:]).values,
            named: options.forms,
            files: Array(options.files.keys)
        )
        let ofEntities = options.known.map(form.entityProblems) ?? []
        let ofLists = form.filterProblems(among: options.known) + form.useProblems(among: forms)
        for problem in ofLists + ofEntities { places.add(problem, to: &log) }
        for doubt in form.doubts { places.tell(doubt, to: &log) }
        // What a form lacks that cannot be used is told once.
        guard options.knowsVersions, isUsable else { return }
        let faults = options.versions?.faults(adding: form) ?? FormVersions.faults(first: form)
        for fault in faults { places.add(fault, of: form, to: &log) }
    }
}

/// The sheets of a form, found by their names.
struct FormSheets {
    private(set) var survey: SheetTable?
    private(set) var choices: SheetTable?
    private(set) var external: SheetTable?
    private(set) var settings: SheetTable?
    private(set) var entities: SheetTable?

    init(_ sheets: [Sheet], _ log: inout ImportLog) {
        for sheet in Self.named(sheets, &log) {
            switch sheet.name.trimmed.lowercased() {
            case "survey": take(sheet, &survey, ColumnNames.survey, &log)
            case "choices": take(sheet, &choices, ColumnNames.choices, &log)
            case "external_choices": take(sheet, &external, ColumnNames.choices, &log)
            case "settings": take(sheet, &settings, ColumnNames.settings, &log)
            case "entities": take(sheet, &entities, ColumnNames.entities, &log)
            case let name where name.hasPrefix("_") || sheet.rows.isEmpty: break
            default:
                log.warning(
                    SheetPlace(sheet: sheet.name.cut, row: nil, column: nil),
                    "The sheet is not read."
                )
            }
        }
        guard survey == nil else { return }
        let names = sheets.map(\.name.cut).joined(separator: ", ")
        log.problem(
            SheetPlace(sheet: "survey", row: nil, column: nil),
            names.isEmpty ? "There is no sheet." : "There is no such sheet, only: \(names).",
            "An XLSForm has its questions in a sheet that is named survey."
        )
    }

    /// A sheet that is alone is the survey, whatever a spreadsheet program called it.
    private static func named(_ sheets: [Sheet], _ log: inout ImportLog) -> [Sheet] {
        guard sheets.count == 1, sheets[0].name.trimmed.lowercased() != "survey" else {
            return sheets
        }
        log.warning(
            SheetPlace(sheet: sheets[0].name.cut, row: nil, column: nil),
            "It is the only sheet, so it is read as the survey."
        )
        return [Sheet("survey", rows: sheets[0].rows)]
    }

    private func take(
        _ sheet: Sheet,
        _ table: inout SheetTable?,
        _ aliases: [String: String],
        _ log: inout ImportLog
    ) {
        guard table == nil else {
            log.problem(
                SheetPlace(sheet: sheet.name, row: nil, column: nil),
                "There are two sheets of this name.",
                "Keep one of them."
            )
            return
        }
        table = SheetTable(sheet, aliases: aliases, &log)
    }
}
