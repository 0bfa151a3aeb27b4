// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel

/// Every answer of one save that is wrong, so that a person mends them all at once.
package struct FieldProblems: Error, Hashable, Sendable, CustomStringConvertible {
    package let problems: [FieldProblem]

    package init(_ problems: [FieldProblem]) { self.problems = problems }

    package var description: String { problems.map(\.description).joined(separator: "\n") }

    /// The same as one wire problem: the code of the first, and all places in its details.
    package var problem: Problem {
        Problem(
            problems.first?.code ?? .fieldConstraint,
            description,
            details: [
                "fields": .array(
                    problems.map {
                        .object([
                            "field": .string($0.path), "code": .string($0.code.text),
                            "message": .string($0.message),
                        ])
                    }
                )
            ]
        )
    }
}
