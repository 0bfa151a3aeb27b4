// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import LocalSpend
import Places
import Workbooks
import XLSForms

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
        problem = Problem(.usage, message)
        exitCode = ExitStatus.usage
    }

    /// What went wrong, in words for people; those of the system and of libraries are not.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let problem as Problem: self.init(problem)
        case let problems as FieldProblems: self.init(problems.problem)
        case let problem as FieldProblem: self.init(problem.problem)
        case let error as FormError: self.init(Problem(.formUnknown, error.description))
        case let error as ImportError: self.init(error.problem)
        case let error as WorkbookError: self.init(usage: error.description)
        case let error as SpendError: self.init(usage: error.description)
        case let error as PlaceError: self.init(usage: error.description)
        case is DecodingError, is JSONFault:
            self.init(
                Problem(
                    .storeDamaged,
                    "Something on this device cannot be read. Nothing was changed. Keep a copy of"
                        + " its folder, update keeplocal and try again; if it stays, ask for help."
                )
            )
        case let error as CocoaError where error.code == .fileWriteOutOfSpace:
            self.init(Problem(.diskFull, "The disk is full. Make room and do it again."))
        case let error as CocoaError:
            let file = error.filePath.map { " " + $0 } ?? ""
            self.init(
                Problem(
                    .deviceFailed,
                    "The file\(file) could not be read or written. Check that it is there and is"
                        + " yours, and that the disk has room; then do it again."
                )
            )
        default:
            self.init(
                Problem(
                    .deviceFailed,
                    "Something went wrong that keeplocal has no words for. What was saved before is"
                        + " safe. Do it again; if it stays, tell an administrator.",
                    details: ["kind": .string(String(describing: type(of: error)))]
                )
            )
        }
    }

    private static func exitCode(of code: Problem.Code) -> Int32 {
        switch code {
        case .offline, .certificate, .overloaded, .storageFull, .blobNoRoom: ExitStatus.offline
        case .forbidden, .unauthenticated, .deviceRevoked, .codeInvalid, .returnSamePerson,
            .approvalUnproven, .approvalWrong, .approvalLocked:
            ExitStatus.notPermitted
        case .requestMalformed, .usage: ExitStatus.usage
        case .serverFailed, .diskFull, .storeDamaged, .notEnrolled, .deviceFailed:
            ExitStatus.failed
        default: ExitStatus.refused
        }
    }
}
