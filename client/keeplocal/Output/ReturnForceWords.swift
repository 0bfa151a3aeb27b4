// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

extension ReturnForce {
    /// "forced from accepted to open", or who else has to say so.
    var deed: String {
        if isDone { return "forced from \(from.words) to \(to.words)" }
        let standing =
            isOvertaken ? "; overtaken by what came after" : "; another has to say the same"
        return "asked to be forced from \(from.words) to \(to.words)\(standing)"
    }

    /// Who said so, and why.
    func voices(_ session: StoreSession) throws -> [String] {
        try said.map { by in
            "\(inert(try session.name(of: by.person))), administrator, on \(by.at.instant.words):"
                + " \(inert(by.words ?? ""))"
        }
    }
}

extension JSON {
    init(_ force: ReturnForce) {
        self = [
            "from": .string(force.from.rawValue), "to": .string(force.to.rawValue),
            "open": .boolean(force.isOpen), "done": .boolean(force.isDone),
            "said": .array(
                force.said.map {
                    [
                        "person": .string($0.person.description),
                        "at": .string($0.at.instant.description),
                        "reason": $0.words.map(JSON.string) ?? .null,
                    ]
                }
            ),
        ]
    }
}
