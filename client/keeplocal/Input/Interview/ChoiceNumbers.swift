// SPDX-License-Identifier: Apache-2.0

import FieldForms

/// The numbers by which choices are chosen where they are shown as lines.
///
/// Where the form itself has numbers for all of them (`0 No`, `1 Yes`), those are shown: a number
/// would mean two things else. Other choices have the number of their line.
struct ChoiceNumbers {
    private let choices: [FormDefinition.Choice]
    private let numbers: [String]

    init(_ choices: [FormDefinition.Choice]) {
        self.choices = choices
        let own = choices.map(\.name)
        let isNumbered = own.allSatisfy { name in Int(name).map { "\($0)" == name } ?? false }
        numbers =
            isNumbered && Set(own).count == own.count
            ? own : choices.indices.map { String($0 + 1) }
    }

    func number(of choice: FormDefinition.Choice) -> String {
        choices.firstIndex { $0.name == choice.name }.map { numbers[$0] } ?? ""
    }

    func choice(_ number: String) -> FormDefinition.Choice? {
        numbers.firstIndex(of: number).map { choices[$0] }
    }
}
