// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("How a command leaves")
struct FailureTests {
    @Test(
        "the exit codes of the manual",
        arguments: [
            (Problem.Code.offline, 4), (.certificate, 4), (.overloaded, 4), (.storageFull, 4),
            (.forbidden, 6), (.unauthenticated, 6), (.deviceRevoked, 6), (.codeInvalid, 6),
            (.returnSamePerson, 6), (.serverFailed, 1), (.diskFull, 1), (.storeDamaged, 1),
            (.notEnrolled, 1), (.requestMalformed, 2), (.conflictMoved, 5), (.fieldConstraint, 5),
            (.recordUnknown, 5), (.formUnknown, 5), (.reasonMissing, 5), (.alreadyExists, 5),
        ] as [(Problem.Code, Int32)]
    )
    func table(_ code: Problem.Code, _ exit: Int32) {
        #expect(Failure(Problem(code, "x")).exitCode == exit)
    }

    @Test(
        "every code of the catalogue leaves with one of the manual's, and never with 0 or 3",
        arguments: Problem.Code.catalogue
    )
    func catalogue(_ code: Problem.Code) {
        let exit = Failure(Problem(code, "x")).exitCode
        #expect([1, 2, 4, 5, 6].contains(exit))
        switch code.status {
        case 401: #expect(exit == ExitStatus.notPermitted)
        case 503, 507: #expect(exit == ExitStatus.offline)
        case 403: #expect(exit == ExitStatus.notPermitted)
        case 404, 409, 422, 413: #expect(exit == ExitStatus.refused)
        default: break
        }
    }

    @Test("a code of a newer server that nobody here knows is a refusal")
    func unknown() throws {
        let newer = Problem.Code("tea.cold", status: 500)
        #expect(Failure(Problem(newer, "x")).exitCode == ExitStatus.refused)
    }

    @Test("all that is wrong with several answers is in one message, with each place")
    func several() {
        let problems = FieldProblems([
            FieldProblem("minutes", .fieldConstraint, "1 to 720 minutes"),
            FieldProblem("kind", .fieldChoice, "'x' is none of the choices"),
        ])
        let failure = Failure(problems.problem)
        #expect(failure.exitCode == ExitStatus.refused)
        #expect(failure.problem.code == .fieldConstraint)
        for word in ["minutes: 1 to 720 minutes", "kind: 'x'"] {
            #expect(failure.problem.message.contains(word))
        }
    }

    @Test("what the person wrote is an error of usage")
    func usage() {
        let failure = Failure(usage: "'x' is not path=value")
        #expect(failure.exitCode == ExitStatus.usage)
        #expect(failure.problem.code.text == "usage")
    }
}
