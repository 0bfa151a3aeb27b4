// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation

/// The exit codes of the manual.
enum ExitStatus {
    static let failed: Int32 = 1
    static let usage: Int32 = 2
    static let conflictsRemain: Int32 = 3
    static let offline: Int32 = 4
    static let refused: Int32 = 5
    static let notPermitted: Int32 = 6
}

/// Leaves with a code when everything was said already.
struct Exit: Error {
    let code: Int32
}

/// A problem on its way to the person: the sentence, the stable code, the exit code.
struct Failure: Error {
    let problem: Problem
    let exitCode: Int32

    init(_ problem: Problem) {
        (self.problem, exitCode) = (problem, Self.exitCode(of: problem.code))
    }

    /// What the person wrote on the command line cannot be used.
    init(usage message: String) {
        problem = Problem(Problem.Code("usage", status: 0), message)
        exitCode = ExitStatus.usage
    }

    /// Nil for what ArgumentParser has its own words for.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let problem as Problem: self.init(problem)
        case let problems as FieldProblems: self.init(problems.problem)
        case let problem as FieldProblem: self.init(problem.problem)
        case let error as FormError: self.init(Problem(.formUnknown, error.description))
        case let error as DecodingError:
            self.init(
                Problem(.storeDamaged, "A file of this device cannot be read: \(error)")
            )
        case let error as CocoaError:
            self.init(usage: error.localizedDescription)
        default: return nil
        }
    }

    private static func exitCode(of code: Problem.Code) -> Int32 {
        switch code {
        case .offline, .certificate, .overloaded, .storageFull: ExitStatus.offline
        case .forbidden, .unauthenticated, .deviceRevoked, .codeInvalid, .returnSamePerson:
            ExitStatus.notPermitted
        case .requestMalformed: ExitStatus.usage
        case .serverFailed, .diskFull, .storeDamaged, .notEnrolled: ExitStatus.failed
        default: ExitStatus.refused
        }
    }
}
