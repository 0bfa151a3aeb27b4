// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// How a form stands on this device: published, closed, or a draft that nobody else knows of.
struct FormStanding {
    /// Of the newest version; of the draft where none was published.
    let definition: FormDefinition
    /// The newest version; nil where none was published.
    let version: Int?
    let hasDraft: Bool
    let closing: FormClosing?

    var state: String {
        let words = [
            closing.map { "closed \($0.at.localDate)" }, hasDraft ? "draft" : nil,
        ].compactMap { $0 }
        return words.isEmpty ? "open" : words.joined(separator: ", ")
    }

    var json: JSON {
        [
            "id": .string(definition.id.text),
            "version": version.map { .integer(Int64($0)) } ?? .null,
            "title": .string(definition.title),
            "audience": .string(definition.audience.rawValue), "draft": .boolean(hasDraft),
            "closed": closing.map {
                [
                    "at": .string($0.at.description), "by": .string($0.by.description),
                    "reason": .string($0.reason),
                ]
            } ?? .null,
        ]
    }

    /// What is to be known before the questions are read.
    func notes(by name: String?, besideDraft isDraft: Bool) -> [String] {
        var lines: [String] = []
        if let closing {
            let text = "Closed on \(closing.at.localDate) by \(name ?? ""): \(closing.reason)"
            lines += inert(text).wrapped().map { Style.warning($0) }
        }
        if isDraft {
            lines.append(
                "Nobody but this device knows of it. Try it: keeplocal new"
                    + " \(definition.id) --draft"
            )
        } else if hasDraft {
            lines.append(
                "There is a draft of the next version: keeplocal form diff"
                    + " \(definition.id)"
            )
        }
        return lines
    }
}

/// All forms of a device, by name.
struct FormStandings {
    let standings: [FormStanding]

    init(_ session: StoreSession) throws {
        let drafts = try session.formDrafts()
        let names = Set(drafts.map(\.form.id))
        let published = try session.forms().map { form in
            FormStanding(
                definition: form.definition,
                version: form.version,
                hasDraft: names.contains(form.id),
                closing: try session.closing(of: form.id)
            )
        }
        let known = Set(published.map(\.definition.id))
        let rest = drafts.filter { !known.contains($0.form.id) }.map { draft in
            FormStanding(
                definition: draft.form.definition,
                version: nil,
                hasDraft: true,
                closing: nil
            )
        }
        standings = (published + rest).sorted { $0.definition.id < $1.definition.id }
    }
}

extension FormDefinition {
    /// True for records that a command makes; a return is opened, with its figures counted.
    var isMadeByCommands: Bool { ofCommands == true || id == StoreSession.returnForm }
}
