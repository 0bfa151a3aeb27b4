// SPDX-License-Identifier: Apache-2.0

/// One place of a form as a person goes through it.
package indirect enum FormNode: Sendable {
    /// A question, note, calculation or what the device knows.
    case field(FormField)
    case group(FormGroup)

    package var template: String {
        switch self {
        case .field(let field): field.template
        case .group(let group): group.template
        }
    }
}

/// A group, or a repeat: a group of which there are as many as somebody adds.
package struct FormGroup: Sendable {
    /// `outer/name`, without instances.
    package let template: String
    package let item: FormItem
    package let relevant: Expression?
    /// How often a repeat is asked; nil where a person adds as many as there are.
    package let count: Expression?
    package let nodes: [FormNode]

    package var isRepeat: Bool { item.type == .repeated }
    package var label: String { item.label.map(FormText.unfilled) ?? item.name }
    /// True where all of it stands on one page.
    package var isPage: Bool {
        item.appearance?.split(separator: " ").contains("field-list") == true
    }
}

/// An entity declaration with its expressions parsed.
package struct CompiledEntity: Sendable {
    package let entity: FormEntity
    package let record: Expression?
    package let createIf: Expression?
    package let updateIf: Expression?
    package let label: Expression?
    /// Which field of this form gives which field of the other, both as templates.
    package let fields: [String: String]
}
