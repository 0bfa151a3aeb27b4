// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("What a new version of a form may declare")
struct FormVersionCheckTests {
    private func problems(_ edits: [(String, String)]) throws -> [String] {
        var text = TwoVersions.second
        for (old, new) in edits {
            try #require(text.contains(old), "the test's form has no \(old)")
            text = text.replacing(old, with: new)
        }
        let first = try #require(FormVersions([try TwoVersions.form(TwoVersions.first)]))
        return first.problems(adding: try TwoVersions.form(text))
    }

    @Test("a version that maps everything has no problem")
    func sound() throws {
        #expect(try problems([]).isEmpty)
    }

    @Test(
        "what cannot be mapped is named with its place",
        arguments: [
            (#""version":2"#, #""version":3"#, "version: the newest version is 1"),
            (#""audience":"organisation""#, #""audience":"council""#, "audience, category"),
            (#""mapsFrom":"needs""#, #""mapsFrom":"nothing""#, "no earlier version has a field"),
            (#""mapsFrom":"count""#, #""mapsFrom":"score""#, "comes from the same field"),
            (
                #""name":"counted","merge":"sum","mapsFrom":"count""#,
                #""name":"old","merge":"sum","mapsFrom":"count""#,
                "old: an earlier version had another field of this name"
            ),
            (
                #""name":"best","merge":"max","scale":"ten""#, #""name":"who2","mapsFrom":"best""#,
                ""
            ),
            (
                #"{"type":"decimal","name":"counted","merge":"sum","#,
                #"{"type":"text","name":"counted","#, "counted: it was integer and is text now"
            ),
            (#","mapsFrom":["group"]"#, "", "answers have the choice 'group'"),
            (#","dropped":true"#, #","mapsFrom":["group"]"#, "'group' is mapped more than once"),
            (#""mapsFrom":["group"]"#, #""mapsFrom":["group","gruop"]"#, "maps from 'gruop'"),
            (
                #"{"type":"repeat","name":"checks""#, #"{"type":"group","name":"checks""#,
                "another number of repeats"
            ),
        ]
    )
    func refused(_ old: String, _ new: String, _ expected: String) throws {
        let found = try problems([(old, new)])
        guard !expected.isEmpty else {
            #expect(found.isEmpty)
            return
        }
        #expect(found.count == 1 && found.first?.contains(expected) == true, "\(found)")
    }

    @Test("who may write is never left out in passing, and may be others")
    func writers() throws {
        var first = try TwoVersions.form(TwoVersions.first).definition
        first.writers = [.coordinator]
        let versions = try #require(FormVersions([try CompiledForm(first)]))
        var second = try TwoVersions.form(TwoVersions.second).definition
        let left = versions.problems(adding: try CompiledForm(second))
        #expect(left.count == 1 && left.first?.contains("Keep [\"coordinator\"]") == true)
        second.writers = [.worker, .coordinator]
        #expect(versions.problems(adding: try CompiledForm(second)).isEmpty)
    }

    @Test("a first version maps from nothing")
    func first() throws {
        let second = try TwoVersions.form(TwoVersions.second)
        #expect(FormVersions.problems(first: second).count == 5)
        let first = try TwoVersions.form(TwoVersions.first)
        #expect(FormVersions.problems(first: first).isEmpty)
    }

    @Test("a dropped choice is not offered, and keeps its label")
    func dropped() throws {
        let field = try #require(
            try TwoVersions.form(TwoVersions.second).field(template: "about/support")
        )
        #expect(field.choices.map(\.name) == ["food", "groups"])
        #expect(field.label(ofChoice: "walk_in") == "Walk-in")
    }

    @Test("what a version changes is told")
    func difference() throws {
        let report = try #require(try TwoVersions.versions()).report
        #expect(report.added == ["consent"] && report.removed == ["old"])
        #expect(
            report.renamed.map { "\($0.from)>\($0.to)" } == [
                "needs>about/support", "note>about/remark", "count>counted",
                "follow/value>checks/result",
            ]
        )
        #expect(report.rescaled == ["score", "best"] && report.needed == ["consent"])
        #expect(report.choicesDropped == ["about/support: walk_in"])
        #expect(report.choicesRenamed.map(\.to) == ["about/support: groups"])
    }
}
