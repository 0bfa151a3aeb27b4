// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@testable import keeplocal

@Suite("What was decided about a return that was opened again", .timeLimit(.minutes(5)))
struct ReopenedReturnTests {
    private let desk: Desk
    private let record: RecordID

    init() throws {
        desk = try Desk(.coordinator)
        let answers: [String: FieldValue] = [
            "period": .text("2026-Q2"), "people_supported": .integer(40),
        ]
        let reopened = try AcceptedReturn(in: "bradford", answers, then: [.approve, .reopen])
        record = reopened.record
        try desk.take([reopened])
    }

    private func words(_ arguments: String...) throws -> String {
        let done = try desk.run(arguments)
        #expect(done.exit == 0)
        return done.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("the organisation reads the reply, the approval and the reopening in its messages")
    func messages() throws {
        let told = try words("messages")
        #expect(told.contains("It was accepted by") && told.contains(": Thank you."))
        #expect(told.contains("It was approved by"))
        #expect(told.contains("It was opened again by") && told.contains(": July is missing."))
    }

    @Test("and beside the return, with the revision that it was about")
    func show() throws {
        let shown = try words("return", "show", record.description)
        #expect(shown.contains("revision 1 accepted by") && shown.contains("Thank you."))
        #expect(shown.contains("revision 1 approved by"))
        #expect(shown.contains("revision 1 opened again by"))
        let json = try words("return", "show", record.description, "--json")
        #expect(json.contains(#""move":"accept""#) || json.contains(#""move": "accept""#))
        #expect(json.contains("Thank you.") && json.contains("July is missing."))
    }
}
