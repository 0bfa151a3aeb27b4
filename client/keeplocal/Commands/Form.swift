// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct Form: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at the forms that this device was given; make, publish and close forms.",
        subcommands: [
            FormList.self, FormShow.self, FormDiff.self, FormAdd.self, FormImportCommand.self,
            FormCheckCommand.self, FormExportCommand.self, FormPublish.self, FormDiscard.self,
            FormClose.self, FormReopen.self, FormHistory.self,
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
        try device.show(device.store()) { session in
            let shelf = try FormStandings(session)
            return try device.page(.array(shelf.standings.map(\.json))) {
                guard !shelf.standings.isEmpty else {
                    return ["There are no forms here yet. Fetch them with: keeplocal sync"]
                }
                let own = try shelf.standings.filter { try session.isFilledIn($0) }
                let ids = Set(own.map(\.definition.id))
                let others = shelf.standings.filter { !ids.contains($0.definition.id) }
                guard !own.isEmpty, !others.isEmpty else { return [table(shelf.standings)] }
                return [
                    "You can fill in: keeplocal new FORM", table(own), "",
                    "Others: drafts, closed ones, and what others or commands write",
                    table(others),
                ]
            }
        }
    }

    private func table(_ standings: [FormStanding]) -> String {
        var table = Table(folding: "form", "title", "version", "state", "received by")
        for standing in standings {
            table.add(
                standing.definition.id.text,
                standing.definition.title,
                standing.version.map(String.init) ?? "-",
                standing.state,
                standing.definition.audience.inShort
            )
        }
        return table.text
    }
}

extension StoreSession {
    /// True for a form that this person fills in, rather than a command or somebody else.
    fileprivate func isFilledIn(_ standing: FormStanding) throws -> Bool {
        guard standing.version != nil, standing.closing == nil,
            !standing.definition.isMadeByCommands
        else { return false }
        return try !scopes(of: form(standing.definition.id)).isEmpty
    }
}

struct FormShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the questions of a form, and who reads the answers."
    )

    @Argument(help: "The form.") var form: String
    @Flag(help: "Show the draft that is not published yet.") var draft = false
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let id = try formID(form)
        let (form, standing, by) = try device.store().read { session in
            let standings = try FormStandings(session)
            let standing = standings.standings.first { $0.definition.id == id }
            let isDraft = draft || standing.map { $0.version == nil } == true
            let form = isDraft ? try session.formDraft(of: id).form : try session.form(id)
            return (form, standing, try standing?.closing.map { try session.name(of: $0.by) })
        }
        let definition = try Canonical.decode(
            JSON.self,
            from: Canonical.encode(form.definition)
        )
        let isDraft = draft || standing?.version == nil
        try device.show(definition) {
            let version = isDraft ? "draft of version" : "version"
            Terminal.line(
                Style.bold(inert(form.definition.title)) + "  \(version) \(form.version)"
            )
            for line in standing?.notes(by: by, besideDraft: isDraft) ?? [] { Terminal.line(line) }
            Terminal.line("Received by: \(form.definition.audience.words)\n")
            for field in form.fields { lines(of: field).forEach { Terminal.line($0) } }
        }
    }

    private func lines(of field: FormField) -> [String] {
        let path = field.template.split(separator: "/").map { part in
            field.ancestors.contains { $0.name == part && $0.repeats } ? "\(part)[+]" : "\(part)"
        }.joined(separator: "/")
        var lines = ["  \(Style.bold(path))  \(inert(field.label))"]
        var facts = [field.item.words]
        if field.required != nil { facts.append("needed") }
        if field.item.merge != nil, let merge = field.item.merge {
            facts.append("merges by \(merge.rawValue)")
        }
        if let rule = field.item.constraintMessage { facts.append(inert(FormText.unfilled(rule))) }
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
    /// For a column of a table.
    fileprivate var inShort: String {
        switch self {
        case .organisation: "organisation"
        case .council: "council as well"
        case .finance: "finance as well"
        case .network: "everybody"
        }
    }

    var words: String {
        switch self {
        case .organisation: "the organisation only"
        case .council: "the organisation and the council"
        case .finance: "the organisation and those who look after spend"
        case .network: "everybody in the network"
        }
    }
}
