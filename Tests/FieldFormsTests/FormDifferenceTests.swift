// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Testing

@Suite("What a version of a form changes")
struct FormDifferenceTests {
    private func difference() throws -> FormDifference {
        try #require(try TwoVersions.versions()?.difference(from: 1, to: 2))
    }

    private func entries(_ kind: FormDifference.Kind) throws -> [String] {
        try difference().entries.filter { $0.kind == kind }.map {
            [$0.field, $0.from, $0.to].compactMap { $0 }.joined(separator: " ")
        }
    }

    @Test(
        "each kind of change is told with its place, and what it was and is",
        arguments: [
            (.renamed, ["about/support needs about/support", "about/remark note about/remark"]),
            (.added, ["consent Consent"]), (.needed, ["consent"]), (.removed, ["old old"]),
            (.rescaled, ["score ten", "best ten"]), (.reruled, ["score . <= 5 . <= 10"]),
            (.choiceRenamed, ["about/support group groups"]),
            (.choiceDropped, ["about/support walk_in"]),
        ] as [(FormDifference.Kind, [String])]
    )
    func told(_ kind: FormDifference.Kind, _ expected: [String]) throws {
        let found = try entries(kind)
        #expect(expected.allSatisfy(found.contains), "\(found)")
        if ![.renamed, .retyped].contains(kind) { #expect(found.count == expected.count) }
    }

    @Test("a wider type is told, and so is a field that moved into another repeat")
    func wider() throws {
        #expect(try entries(.retyped).contains("counted integer decimal"))
        #expect(try entries(.retyped).contains("kind choice choices"))
        #expect(try entries(.renamed).contains("checks/result follow/value checks/result"))
    }

    @Test("a type that answers cannot be read as is told as another one, not as a wider one")
    func unmapped() throws {
        let versions = FormVersions([
            try FillingForm.form([FillingForm.item(.integer, "age")]),
            try FillingForm.form([FillingForm.item(.text, "age")]) { $0.version = 2 },
        ])
        let found = try #require(versions?.difference(from: 1, to: 2)).entries
        #expect(found.map(\.kind) == [.unmapped])
        #expect(found[0].from == "integer" && found[0].to == "text")
        #expect(found[0].kind.effect?.contains("not read") == true)
    }

    @Test("what a question is given, and groups around it, are compared as well")
    func manner() throws {
        let first = FillingForm.item(.text, "ward") { $0.readOnly = "true()" }
        let second = FillingForm.item(.text, "ward") { $0.initial = "'Manningham'" }
        let old = FillingForm.list("visit", [first])
        let new = FillingForm.list("visit", [second]) {
            ($0.label, $0.relevant, $0.repeatCount) = ("Visits", "${age} > 18", "2")
        }
        let age = FillingForm.item(.integer, "age")
        let versions = FormVersions([
            try FillingForm.form([age, old]),
            try FillingForm.form([age, new]) { $0.version = 2 },
        ])
        let found = try #require(versions?.difference(from: 1, to: 2)).entries
        #expect(found.map(\.kind) == [.manner, .manner, .relevance, .manner, .relabelled])
        #expect(
            found.map(\.column) == ["default", "read_only", nil, "repeat_count", nil]
        )
        #expect(found.map(\.field) == ["visit/ward", "visit/ward", "visit", "visit", "visit"])
        #expect(found[0].to == "'Manningham'" && found[1].from == "true()")
    }

    @Test("other languages, what filters look at, writers and entities are compared as well")
    func rest() throws {
        let item = FillingForm.item(.choice, "kind") { $0.choices = "kinds" }
        let make = { (version: Int, isNew: Bool) in
            try FillingForm.form([item]) { definition in
                definition.version = version
                var choice = FormDefinition.Choice(name: "a", label: "Alpha")
                choice.attributes = ["x": isNew ? "2" : "1"]
                choice.translations = ["Cymraeg": isNew ? "Beta" : "Alffa"]
                definition.choiceLists = ["kinds": [choice]]
                definition.items[0].translations = ["Cymraeg": FormItem.Texts()]
                definition.items[0].translations?["Cymraeg"]?.label = isNew ? "Pa" : "Math"
                definition.languages = ["English", "Cymraeg"]
                definition.writers = isNew ? [.coordinator] : nil
                definition.writtenOnce = isNew ? true : nil
            }
        }
        let versions = FormVersions([try make(1, false), try make(2, true)])
        let found = try #require(versions?.difference(from: 1, to: 2)).entries
        #expect(
            found.map { $0.column ?? "" } == [
                "choice a, label::Cymraeg", "choice a, x", "label::Cymraeg", "writers",
                "written_once",
            ]
        )
        #expect(found.map(\.kind) == [.relabelled, .manner, .relabelled, .manner, .manner])
        #expect(found.last?.field == "settings" && found.last?.to == "yes")
    }

    @Test("a version has nothing other than itself, and nothing to compare with the unknown")
    func none() throws {
        let versions = try #require(try TwoVersions.versions())
        #expect(versions.difference(from: 2, to: 2) == nil)
        #expect(versions.difference(from: 2, to: 1) == nil)
        #expect(versions.difference(from: 1, to: 3) == nil)
    }

    @Test("words that people read, rules of asking, and policies are compared as well")
    func words() throws {
        let first = TwoVersions.first
        let second =
            first.replacing(#""version":1"#, with: #""version":2"#)
            .replacing(#""label":"Home""#, with: #""label":"At home""#)
            .replacing(
                #""name":"old""#,
                with: ##""name":"old","hint":"Long ago","relevant":"${count} > 1""##
            )
            .replacing(#""name":"count","merge":"sum""#, with: #""name":"count","merge":"max""#)
        let versions = FormVersions([try TwoVersions.form(first), try TwoVersions.form(second)])
        let found = try #require(versions?.difference(from: 1, to: 2)).entries
        #expect(found.map(\.kind) == [.relabelled, .merge, .relevance, .relabelled])
        #expect(found.map(\.to) == ["At home", "max", "${count} > 1", "Long ago"])
    }

    @Test("against nothing everything is new; what is calculated is never told as asked")
    func first() throws {
        let items = #"{"type":"calculate","name":"twice","calculation":"${count} * 2"},"#
        let old = #"{"type":"text","name":"old"}"#
        let first = TwoVersions.first.replacing(old, with: items + old)
        let second = TwoVersions.first.replacing(#""version":1"#, with: #""version":2"#)
        let versions = try #require(
            FormVersions([try TwoVersions.form(first), try TwoVersions.form(second)])
        )
        let all = try #require(versions.difference(from: 0, to: 1))
        #expect(all.entries.filter { $0.kind == .added }.count == 9)
        #expect(all.entries.filter { $0.kind == .needed }.map(\.field) == ["who"])
        let gone = try #require(versions.difference(from: 1, to: 2)).entries
        #expect(gone.map(\.kind) == [.calculation], "\(gone)")
        #expect(gone.map(\.field) == ["twice"] && gone.map(\.to) == [nil])
        #expect(gone.map(\.from) == ["${count} * 2"])
        #expect(versions.report.added.isEmpty && versions.report.removed.isEmpty)
        #expect(try #require(versions.upTo(1)).report.added.count == 9)
    }

    @Test("the difference survives its JSON, and every kind has words")
    func coded() throws {
        let found = try difference()
        let bytes = try Canonical.encode(found)
        #expect(try Canonical.decode(FormDifference.self, from: bytes) == found)
        #expect(Set(FormDifference.Kind.allCases.map(\.words)).count == 18)
    }
}
