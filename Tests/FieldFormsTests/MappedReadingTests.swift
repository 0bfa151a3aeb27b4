// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Testing

@Suite("Records that were written under several versions of their form")
struct MappedReadingTests {
    private func versions() throws -> FormVersions { try #require(try TwoVersions.versions()) }

    private func record(_ changes: Change...) throws -> Record {
        try versions().view(try #require(TwoVersions.state(changes)))
    }

    @Test("answers of version 1 read as version 2 declares")
    func forward() throws {
        let instance = "019a0000-0000-7000-8000-000000000001"
        let record = try record(
            try TwoVersions.change(
                1,
                device: 1,
                kind: .create,
                [
                    "who": Edit(to: .text("p")), "old": Edit(to: .text("kept")),
                    "needs": Edit(to: .choices(["group", "walk_in"])),
                    "kind": Edit(to: .choice("post")), "score": Edit(to: .integer(4)),
                    "count": Edit(to: .integer(3)),
                    "follow[\(instance)]/value": Edit(to: .integer(2)),
                ]
            )
        )
        #expect(record.formVersion == 2)
        #expect(
            record.fields == [
                try "who".asPath: .text("p"), try "kind".asPath: .choices(["post"]),
                try "about/support".asPath: .choices(["groups", "walk_in"]),
                try "counted".asPath: .decimal(3),
                try "checks[\(instance)]/result".asPath: .integer(2),
            ]
        )
        let score = try #require(record.former[try "score".asPath])
        #expect(score.value == .integer(4) && score.formVersion == 1 && score.isAsked)
        let old = try #require(record.former[try "old".asPath])
        #expect(old.value == .text("kept") && !old.isAsked)
    }

    @Test("a needed answer that is new is missing since its version; no error")
    func missing() throws {
        let record = try record(
            try TwoVersions.change(1, device: 1, kind: .create, ["who": Edit(to: .text("p"))])
        )
        let today = try #require(PlainDate("2026-11-24"))
        let missing = try versions().missing(
            in: record,
            today: today,
            now: Instant(milliseconds: 0)
        )
        #expect(missing.map(\.path.text) == ["consent"] && missing.first?.since == 2)
    }

    @Test("two people, one on each version, edit one field: one conflict, with its first name")
    func acrossVersions() throws {
        let changes = [
            try TwoVersions.change(1, device: 1, kind: .create, ["who": Edit(to: .text("p"))]),
            try TwoVersions.change(
                1,
                device: 1,
                counter: 2,
                base: 1,
                ["kind": Edit(to: .choice("home"))]
            ),
            try TwoVersions.change(
                2,
                device: 2,
                base: 1,
                ["kind": Edit(to: .choices(["post"]))]
            ),
        ]
        let state = try #require(TwoVersions.state(changes))
        let conflict = try #require(try versions().conflicts(state).first)
        #expect(conflict.candidates.map(\.value) == [.choices(["home"]), .choices(["post"])])
        let settled = try TwoVersions.change(
            2,
            device: 2,
            counter: 2,
            base: 3,
            kind: .resolve,
            ["kind": Edit(to: .choices(["post"]), settled: conflict.candidates)]
        )
        let after = merge(state, RecordState(settled, version: 4))
        #expect(try versions().conflicts(after).map(\.state) == [.resolved])
    }

    @Test("a renamed field is one field: it merges, and a later edit settles the former path")
    func renamed() throws {
        let create = try TwoVersions.change(
            1,
            device: 1,
            kind: .create,
            ["count": Edit(to: .integer(1))]
        )
        let old = try TwoVersions.change(
            1,
            device: 1,
            counter: 2,
            base: 1,
            ["count": Edit(to: .integer(3), was: .integer(1))]
        )
        let new = try TwoVersions.change(
            2,
            device: 2,
            base: 1,
            ["counted": Edit(to: .decimal(5), was: .decimal(1))]
        )
        #expect(try record(create, old, new).fields[try "counted".asPath] == .decimal(7))
        let later = try TwoVersions.change(
            2,
            device: 2,
            counter: 2,
            base: 3,
            ["counted": Edit(to: .decimal(2), was: .decimal(7))]
        )
        #expect(try record(create, old, new, later).fields[try "counted".asPath] == .decimal(2))
    }

    @Test("the conflict of a renamed field has the name that it had under the former path")
    func stableName() throws {
        let changes = [
            try TwoVersions.change(1, device: 1, ["old": Edit(to: .text("a"))]),
            try TwoVersions.change(1, device: 2, ["old": Edit(to: .text("b"))]),
        ]
        let state = try #require(TwoVersions.state(changes))
        let second = TwoVersions.second.replacing(
            #"{"type":"boolean","name":"consent""#,
            with: #"{"type":"text","name":"new","mapsFrom":"old"},"#
                + #"{"type":"boolean","name":"consent""#
        )
        let first = try #require(FormVersions([try TwoVersions.form(TwoVersions.first)]))
        let both = try #require(FormVersions(first.all + [try TwoVersions.form(second)]))
        #expect(both.conflicts(state).map(\.field.text) == ["new"])
        #expect(both.conflicts(state).map(\.id) == first.conflicts(state).map(\.id))
    }

    @Test("values of two scales are never compared: not even by a policy, not even when equal")
    func scales() throws {
        let old = try TwoVersions.change(
            1,
            device: 1,
            ["best": Edit(to: .integer(4)), "score": Edit(to: .integer(4))]
        )
        let new = try TwoVersions.change(
            2,
            device: 2,
            ["best": Edit(to: .integer(9)), "score": Edit(to: .integer(4))]
        )
        let mixed = try record(old, new)
        #expect(Set(mixed.conflicts.map(\.field.text)) == ["best", "score"])
        #expect(mixed.fields.isEmpty)
        // On one former scale the policy goes on to hold.
        let also = try TwoVersions.change(1, device: 2, ["best": Edit(to: .integer(5))])
        let former = try record(old, also)
        #expect(former.conflicts.isEmpty)
        #expect(former.former[try "best".asPath]?.value == .integer(5))
    }

    @Test("a value on a scale that comes back is an answer again")
    func returning() throws {
        let third = TwoVersions.second.replacing(#""version":2"#, with: #""version":3"#)
            .replacing(#","scale":"ten""#, with: "")
        let versions = try #require(
            FormVersions([
                try TwoVersions.form(TwoVersions.first), try TwoVersions.form(TwoVersions.second),
                try TwoVersions.form(third),
            ])
        )
        let state = try #require(
            TwoVersions.state([
                try TwoVersions.change(1, device: 1, ["score": Edit(to: .integer(4))])
            ])
        )
        #expect(versions.view(state).fields[try "score".asPath] == .integer(4))
    }

    @Test("who has only version 1 sees what version 2 wrote, as it is")
    func older() throws {
        let first = try #require(FormVersions([try TwoVersions.form(TwoVersions.first)]))
        let state = try #require(
            TwoVersions.state([
                try TwoVersions.change(
                    2,
                    device: 1,
                    ["consent": Edit(to: .boolean(true)), "who": Edit(to: .text("p"))]
                )
            ])
        )
        let record = first.view(state)
        #expect(
            record.fields == [
                try "consent".asPath: .boolean(true), try "who".asPath: .text("p"),
            ]
        )
    }
}
