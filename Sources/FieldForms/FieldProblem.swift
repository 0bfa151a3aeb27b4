// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What is wrong with one answer: the place, and what to write instead.
package struct FieldProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String
    package let code: Problem.Code
    package let message: String

    package init(_ path: String, _ code: Problem.Code, _ message: String) {
        (self.path, self.code, self.message) = (path, code, message)
    }

    package var description: String { "\(path): \(message)" }

    /// The same as a wire problem, the place in its details.
    package var problem: Problem {
        Problem(code, description, details: ["field": .string(path)])
    }
}
