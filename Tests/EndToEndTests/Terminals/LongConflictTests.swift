// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Long answers in conflict in a real terminal", .timeLimit(.minutes(5)))
struct LongConflictTests {
    private let keeplocal = Running.path(of: "keeplocal")
    private static let same = (1...24).map { "Line \($0)." }.joined(separator: "\n")

    @Test("what differs at the end is seen at once, and another answer begins with one of them")
    func longAnswers() async throws {
        let installation = try await Installation()
        let amina = try await installation.join("Amina", "coordinator")
        let ben = try await installation.join("Ben", "coordinator")
        try await amina.run("sync")
        let answers = ["participant=P-1", "date=2025-07-05", "kind=visit", "note=first"]
        try await amina.run(["new", "contact"] + answers.flatMap { ["--set", $0] })
        try await amina.run("sync")
        try await ben.run("sync")
        let id = try #require(try await ben.run("list", "--json").json()[0]["record"].text)
        try await amina.run("edit", id, "--set", "note=\(Self.same)\nAmina says danger")
        try await ben.run("edit", id, "--set", "note=\(Self.same)\nBen says safe")
        try await amina.run("sync")
        let screen = try await Tmux(installation.folder)
        try await screen.openConflict("Notes", home: ben.home)
        let picture = try await screen.shows("Ben says safe")
        #expect(picture.contains("Amina says danger") && picture.contains("above"))
        try await screen.press("Home")
        let start = try await screen.shows("Line 1.")
        #expect(start.contains("more") && start.contains("read on"))
        try await screen.resize(rows: 10, columns: 40)
        try await screen.press("End")
        try await screen.shows("Amina says danger")
        try await screen.resize(rows: 24, columns: 80)
        try await screen.press("Right", "e")
        try await screen.shows("The answer that is right:")
        try await screen.type(", both say")
        try await screen.press("Tab")
        try await screen.shows("Why?")
        try await screen.type("asked")
        try await screen.press("Enter")
        try await screen.shows("Settled on this device")
        let note = try await ben.json("show", id)["fields"]["note"].text
        #expect(note == Self.same + "\nBen says safe, both say")
    }
}
