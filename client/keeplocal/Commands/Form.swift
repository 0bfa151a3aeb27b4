// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct Form: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at the forms that this device was given, and add or write out one.",
        subcommands: [
            FormList.self, FormShow.self, FormDiff.self, FormAdd.self, FormImportCommand.self,
            FormCheckCommand.self, FormExportCommand.self,
        ]
    )
}

struct FormList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the forms."
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        let forms = try device.store().read { try $0.forms() }
        let json = forms.map { form -> JSON in
            [
                "id": .string(form.id.text), "version": .integer(Int64(form.version)),
                "title": .string(form.definition.title),
                "audience": .string(form.definition.audience.rawValue),
            ]
        }
        try device.show(.array(json)) {
            guard !forms.isEmpty else {
                Terminal.line("There are no forms here yet. Fetch them with: keeplocal sync")
                return
            }
            var table = Table("form", "title", "version", "who receives its records")
            for form in forms {
                table.add(
                    form.id.text,
                    form.definition.title,
                    String(form.version),
                    form.definition.audience.words
                )
            }
            Terminal.line(table.text)
        }
    }
}

struct FormShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the questions of a form, and who reads the answers."
    )

    @Argument(help: "The form.") var form: String
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let form = try device.store().read { try $0.form(formID(self.form)) }
        let definition = try Canonical.decode(
            JSON.self,
            from: Canonical.encode(form.definition)
        )
        try device.show(definition) {
            Terminal.line(Style.bold(inert(form.definition.title)) + "  version \(form.version)")
            Terminal.line("Received by: \(form.definition.audience.words)\n")
            for field in form.fields { lines(of: field).forEach { Terminal.line($0) } }
        }
    }

    private func lines(of field: FormField) -> [String] {
        let path = field.template.split(separator: "/").map { part in
            field.ancestors.contains { $0.name == part && $0.repeats } ? "\(part)[+]" : "\(part)"
        }.joined(separator: "/")
        var lines = ["  \(Style.bold(path))  \(inert(field.label))"]
        var facts = [field.item.type.words]
        if field.required != nil { facts.append("needed") }
        if field.item.merge != nil, let merge = field.item.merge {
            facts.append("merges by \(merge.rawValue)")
        }
        if let rule = field.item.constraintMessage { facts.append(inert(rule)) }
        lines += facts.joined(separator: "; ").wrapped(72).map { "      " + $0 }
        if !field.choices.isEmpty {
            let names = inert(field.choices.map(\.name).joined(separator: ", "))
            lines += names.wrapped(72).map { "      " + $0 }
        }
        if let reader = field.item.usedBy { lines.append("      read by \(inert(reader))") }
        return lines
    }
}

extension Audience {
    var words: String {
        switch self {
        case .organisation: "the organisation only"
        case .council: "the organisation and the council"
        case .finance: "the organisation and those who look after spend"
        case .network: "everybody in the network"
        }
    }
}
