// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@testable import keeplocal

@Suite("Naming a question of a return")
struct ReturnFieldTests {
    private let desk: Desk

    init() throws { desk = try Desk() }

    private func field(_ text: String) throws -> String {
        try desk.store.read { try $0.returnField(text).text }
    }

    @Test("by its name, a group, or as it is labelled, whatever the capitals")
    func found() throws {
        #expect(try field("contacts") == "contacts")
        #expect(try field(" People Supported ") == "people_supported")
        #expect(try field("adjustment") == "adjustment")
        #expect(try field("What went well") == "successes")
    }

    @Test("one that is not there is told with what was meant, and how to see all")
    func unknown() throws {
        for (typed, meant) in [
            ("people_suported", "people_supported"), ("contact", "contacts"),
            ("People suported", "people_supported"), ("went well", "successes"),
        ] {
            let problem = #expect(throws: Problem.self) { try field(typed) }
            #expect(problem?.code == .fieldUnknown)
            let message = problem?.message ?? ""
            #expect(message.contains("Did you mean \(meant) ("), "\(message)")
            #expect(message.contains("keeplocal form show quarterly_return"))
        }
        let problem = #expect(throws: Problem.self) { try field("xylophone") }
        #expect(problem?.message.contains("Did you mean") == false)
    }
}
