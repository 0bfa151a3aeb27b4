// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Figures

/// What became of each figure that a council tells the network.
struct PublishedFigures {
    private let council: CouncilID
    private let name: String
    private let results: [(change: NetworkChanges.Change, saved: Saved?)]
    /// What is left as it was told, and why; each a sentence.
    let notes: [String]

    /// Saves what changed.
    ///
    /// A figure in dispute waits for its decision, and holds up no other.
    init(_ telling: NetworkTelling, of council: CouncilID, in session: StoreSession) throws {
        self.council = council
        name = inert(try session.name(of: council))
        try session.letGoOfToldBefore()
        var notes = telling.notes
        results = try telling.changes.all.map { change in
            guard !change.isNone else { return (change, nil) }
            do {
                return (change, try session.tell(change.after, in: council))
            } catch let problem as Problem where problem.code == .conflictDisputed {
                notes.append("Left as it was, \(change.after.subject): \(problem.message)")
                return (change, nil)
            }
        }
        self.notes = notes
    }

    private var saved: Int { results.filter { $0.saved?.change != nil }.count }
    private var hidden: Int { results.map(\.change.after.suppressed).reduce(0, +) }

    func lines(_ isRehearsal: Bool) -> [String] {
        guard !results.isEmpty else {
            return [
                "\(name) has nothing to tell yet: no return was accepted or approved, and nothing"
                    + " is known of its spending or its principles."
            ]
        }
        var lines = [
            "What everybody in the network \(isRehearsal ? "would read" : "reads") of"
                + " \(name):"
        ]
        lines += results.flatMap(\.change.lines)
        if hidden > 0 {
            lines.append(
                "[c] stands for a number that is not told, so that nobody can be recognised."
            )
        }
        guard saved > 0 else { return lines + ["All of it was told before. Nothing was saved."] }
        let figures = count(saved, "figure")
        return lines + [
            isRehearsal
                ? "\(figures) would be told or withdrawn."
                : "\(figures) saved on this device. Send them with: keeplocal sync"
        ]
    }

    var json: JSON {
        [
            "council": .string(council.text), "changed": .integer(Int64(saved)),
            "hidden": .integer(Int64(hidden)),
            "figures": .array(
                results.map { result in
                    [
                        "about": .string(result.change.after.name),
                        "kind": .string(result.change.after.kind.rawValue),
                        "what": .string(result.change.verb),
                        "before": result.change.before.map { Self.json($0) } ?? .null,
                        "after": Self.json(result.change.after),
                        "record": result.saved.map { .string($0.record.description) } ?? .null,
                        "change": result.saved?.change.map { .string($0.description) } ?? .null,
                    ]
                }
            ),
        ]
    }

    private static func json(_ figure: NetworkFigure) -> JSON {
        .object(figure.fields.mapValues(\.plain))
    }
}
