// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What a form makes of the answers of a record, and is no part of it.
package struct Derived: Sendable {
    /// Those of its calculations, where they are relevant.
    package let values: [FieldPath: FieldValue]
    /// The instances that it counts, also those in which nothing is answered.
    package let instances: [FieldPath]
    /// Answers to questions that are not put, as two people changed the record apart: what one of
    /// them answered depends on what the other changed.
    package let notAsked: Set<FieldPath>
}

extension CompiledForm {
    /// What a server checks on every value, whatever else the record holds.
    ///
    /// Constraints that speak of other fields are left to the device: two people may have changed
    /// the two sides of one apart, and neither is to blame.
    package func check(
        patch: [FieldPath: FieldValue?],
        today: PlainDate,
        now: Instant,
        keeping former: [FieldPath: FieldValue] = [:]
    ) -> [FieldProblem] {
        patch.sorted { $0.key < $1.key }.compactMap { path, value in
            guard let field = field(path), field.fits(path) else {
                return FieldProblem(
                    path.text,
                    .fieldUnknown,
                    "the form \(id) version \(version) has no such field."
                        + " See its fields with: keeplocal form show \(id)"
                )
            }
            guard let value else { return nil }
            return field.problem(with: value, at: path, keeping: former[path])
                ?? field.constraintProblem(
                    value,
                    at: path,
                    alone: true,
                    ExpressionContext(
                        today: today,
                        now: now,
                        current: ExpressionValue(field.inListOrder(value)),
                        lookup: { _ in .text("") }
                    )
                )
        }
    }

    /// What a device checks before it saves: the patch rules, and what depends on other answers,
    /// on records of this device, and on who is signed in; choices that the record had before may
    /// stay in it.
    package func check(
        record: [FieldPath: FieldValue],
        in surroundings: Surroundings,
        keeping former: [FieldPath: FieldValue] = [:]
    ) -> [FieldProblem] {
        let unknown = check(
            patch: record.mapValues { $0 },
            today: surroundings.today,
            now: surroundings.now,
            keeping: former
        )
        let known = Set(unknown.map(\.path))
        var filling = Filling(self, record, [:], surroundings, .reading)
        filling.former = former
        return unknown + filling.problems.filter { !known.contains($0.path) }
    }

    /// The questions that are asked, need an answer, and have none.
    func unanswered(
        _ record: [FieldPath: FieldValue],
        today: PlainDate,
        now: Instant
    ) -> [FieldPath] {
        reading(record, today, now).problems.filter { $0.code == .fieldRequired }
            .compactMap { FieldPath($0.path) }
    }

    /// What of these answers lies in instances beyond those that a record of them has.
    package func check(
        _ given: some Sequence<FieldPath>,
        beyondCountsOf record: [FieldPath: FieldValue],
        in surroundings: Surroundings
    ) -> [FieldProblem] {
        let repeated = given.filter { $0.segments.contains { $0.instance != nil } }
        guard !repeated.isEmpty else { return [] }
        return Filling(self, record, [:], surroundings, .reading).problemsBeyondCounts(repeated)
    }

    /// What of these answers is to questions that are not asked beside the others of a record.
    package func check(
        asking given: some Sequence<FieldPath>,
        of record: [FieldPath: FieldValue],
        in surroundings: Surroundings
    ) -> [FieldProblem] {
        Filling(self, record, [:], surroundings, .reading).problemsNotAsked(given)
    }

    /// The values of the form's calculations, where they are relevant.
    package func calculated(
        record: [FieldPath: FieldValue],
        in surroundings: Surroundings
    ) -> [FieldPath: FieldValue] {
        derived(from: record, in: surroundings).values
    }

    package func derived(
        from record: [FieldPath: FieldValue],
        in surroundings: Surroundings
    ) -> Derived {
        let filling = Filling(self, record, [:], surroundings, .reading)
        let asked = filling.record
        return Derived(
            values: filling.calculated,
            instances: filling.countedInstances,
            notAsked: Set(record.keys.filter { asked[$0] == nil && field($0)?.isKept == true })
        )
    }

    /// The answers that the form itself gives where there is none yet and the question is asked.
    package func defaults(
        for record: [FieldPath: FieldValue],
        in surroundings: Surroundings
    ) -> [FieldPath: FieldValue] {
        let filling = Filling(beginning: self, answers: record, surroundings: surroundings)
        return filling.record.filter { path, _ in
            record[path] == nil && field(path)?.item.defaultValue != nil
        }
    }

    package func isRelevant(
        _ path: FieldPath,
        in record: [FieldPath: FieldValue],
        today: PlainDate,
        now: Instant
    ) -> Bool {
        var filling = reading(record, today, now)
        filling.visit(path)
        return filling.isRelevant(path)
    }

    private func reading(
        _ record: [FieldPath: FieldValue],
        _ today: PlainDate,
        _ now: Instant
    ) -> Filling {
        Filling(self, record, [:], Surroundings(today: today, now: now), .reading)
    }
}
