// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Foundation
import Testing

@testable import keeplocal

@Suite("Names of fields that a newer version of the form has changed", .timeLimit(.minutes(15)))
struct FormerNamesTests {
    private let desk: Desk

    private static func form(_ version: Int, _ items: String) -> String {
        """
        {"id":"visit","version":\(version),"title":"Visit","audience":"organisation",
         "category":"case","items":[{"type":"text","name":"who"},\(items)]}
        """
    }

    private static let versions = [
        form(
            1,
            """
            {"type":"text","name":"note"},{"type":"text","name":"phone"},
            {"type":"text","name":"fax"},
            {"type":"repeat","name":"follow","items":[{"type":"integer","name":"value"}]}
            """
        ),
        form(
            2,
            """
            {"type":"text","name":"remark","mapsFrom":"note"},{"type":"text","name":"phone"},
            {"type":"repeat","name":"checks","items":[
             {"type":"integer","name":"result","mapsFrom":"follow/value"}]}
            """
        ),
        form(
            3,
            """
            {"type":"group","name":"about","items":[
             {"type":"text","name":"observation","mapsFrom":"remark"}]},
            {"type":"repeat","name":"checks","items":[{"type":"integer","name":"result"}]}
            """
        ),
    ]

    /// Amina has a record of version 1, and then all versions.
    init() throws { desk = try Desk() }

    private func give(_ versions: some Sequence<String>) throws {
        try desk.store.write { session in
            let page = PullAnswer(
                records: [],
                forms: try versions.map { try Canonical.decode(JSON.self, from: Data($0.utf8)) },
                directory: [],
                feeds: [],
                grants: try session.identity().grants,
                answered: 0,
                cursor: "d",
                more: false
            )
            try session.stage(page)
            _ = try session.show(page, replacing: false)
        }
    }

    private func record() throws -> String {
        try give(Self.versions.prefix(1))
        let saved = try desk.run(["new", "visit", "--json", "--set", "note=kept"]).json()
        try give(Self.versions.dropFirst())
        return try #require(saved["record"] as? String)
    }

    private static let told: [(name: String, words: [String])] = [
        ("note", ["since version 3", "about/observation"]),
        ("remark", ["since version 3", "about/observation"]),
        ("follow[+]/value", ["since version 2", "checks[+]/result"]),
        ("follow[1]/value", ["since version 2", "checks[1]/result"]),
        ("phone", ["since version 3", "does not ask this any more", "keeplocal form show visit"]),
        ("fax", ["since version 2", "does not ask this any more"]),
        ("nothing", ["has no such field", "keeplocal form show visit"]),
    ]

    @Test("edit and new say what a field is called now, or since when it is gone")
    func commands() throws {
        let record = try record()
        for command in [["edit", record], ["new", "visit"]] {
            for (name, words) in Self.told {
                let problem = try problem(command + ["--set", "\(name)=1"])
                #expect(problem.code == .fieldUnknown && problem.message.hasPrefix("\(name): "))
                for word in words { #expect(problem.message.contains(word), "\(problem.message)") }
            }
        }
        #expect(try desk.run(["edit", record, "--set", "about/observation=new"]).exit == 0)
    }

    @Test("an import says it of each row that names one")
    func imported() throws {
        _ = try record()
        let file = desk.home + "/visits.csv"
        try Data("who,note,phone\nP-1,old,12\n".utf8).write(to: URL(filePath: file))
        let report = try desk.run(["import", "visit", file, "--json"])
        #expect(report.exit == 5)
        let refused = try #require(try report.json()["refused"] as? [[String: Any]])
        let message = try #require(refused.first?["message"] as? String)
        #expect(message.contains("about/observation") && message.contains("phone: since version 3"))
    }

    private func problem(_ arguments: [String]) throws -> Problem {
        do {
            var command = try KeepLocal.parseAsRoot(arguments + ["--home", desk.home])
            try command.run()
        } catch {
            return Failure(error).problem
        }
        throw Failure(usage: "\(arguments) was done")
    }
}
