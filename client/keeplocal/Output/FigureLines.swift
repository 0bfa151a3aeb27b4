// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Figures
import Screens

extension ReturnFigures {
    /// Each figure of a return as it is now, and as it was before where that is something else.
    func table(
        of record: Record,
        before former: [FieldPath: FieldValue],
        _ form: CompiledForm
    ) -> [String] {
        form.fields.flatMap { field -> [String] in
            guard let path = FieldPath(field.template), let counted = fields[path] else {
                return []
            }
            let (now, was) = (record.fields[path], former[path])
            var remarks: [String] = []
            if let was, was != now { remarks.append("was \(was.words)") }
            if now != counted { remarks.append("by hand; the records count \(counted.words)") }
            let words = now?.words ?? "no answer"
            let value = String(repeating: " ", count: max(0, 5 - words.columns)) + words
            let remark = remarks.isEmpty ? "" : "   " + remarks.joined(separator: "; ")
            return inert(field.label).labelling(value + remark, columns: 28)
        }
    }

    /// What stands in none of the figures: on another scale, or after the end of the service.
    var apartLines: [String] {
        var lines = apart.sorted { $0.key < $1.key }.map { version, outcomes in
            "Counted apart, on the scale of version \(version) of the form:"
                + " \(outcomes.recorded) recorded, \(outcomes.paired) with a follow-up,"
                + " \(outcomes.improved) improved."
        }
        if let formerScale {
            lines.insert(
                "Outcomes are on the scale of version \(formerScale) of the form, as all of the"
                    + " period are.",
                at: 0
            )
        }
        if figure("people_new") == 0, (figure("people_supported") ?? 0) > 0 {
            lines.append(
                "Nobody is new: a person is new in the period in which their first enrolment began."
                    + " Record it with: keeplocal new enrolment"
            )
        }
        if held > 0 {
            lines.append(
                "\(count(held, "record")) in no figure, as dated after the end of the service; the"
                    + " council decides. See: keeplocal service held"
            )
        }
        if unfunded > 0 {
            lines.append("\(count(unfunded, "record")) in no figure, as not funded.")
        }
        if unpaired > 0 {
            let isOne = unpaired == 1
            lines.append(
                "\(count(unpaired, "outcome")) \(isOne ? "has a follow-up" : "have follow-ups") on"
                    + " another scale than the start, so they are not compared."
            )
        }
        return lines
    }

    private func figure(_ name: String) -> Int64? {
        guard let path = FieldPath(name), case .integer(let number)? = fields[path] else {
            return nil
        }
        return number
    }
}

extension StoreSession {
    /// The figures of a return as it stands, beside those before.
    func table(
        of figures: ReturnFigures,
        in record: RecordID,
        before former: [FieldPath: FieldValue] = [:]
    ) throws -> [String] {
        guard let found = try self.record(record) else { return [] }
        return figures.table(of: found, before: former, try form(found.form))
    }
}

extension JSON {
    /// With the figures that were counted apart, by the version of the form.
    func adding(_ figures: ReturnFigures) -> JSON {
        guard case .object(var members) = self else { return self }
        members["apart"] = .object(
            Dictionary(
                figures.apart.map { version, outcomes in
                    let counts: JSON = [
                        "recorded": .integer(Int64(outcomes.recorded)),
                        "paired": .integer(Int64(outcomes.paired)),
                        "improved": .integer(Int64(outcomes.improved)),
                    ]
                    return (String(version), counts)
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
        members["scale"] = figures.formerScale.map { .integer(Int64($0)) } ?? .null
        members["figures"] = .object(
            Dictionary(
                figures.fields.compactMap { path, value -> (String, JSON)? in
                    guard case .integer(let number) = value else { return nil }
                    return (path.text, .integer(number))
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
        members["held"] = .integer(Int64(figures.held))
        members["unfunded"] = .integer(Int64(figures.unfunded))
        members["unpaired"] = .integer(Int64(figures.unpaired))
        return .object(members)
    }
}
