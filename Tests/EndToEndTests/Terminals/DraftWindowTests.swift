// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("Several drafts on the full screen in a real terminal", .timeLimit(.minutes(5)))
struct DraftWindowTests {
    private let contact: ContactScreen
    private var device: Device { contact.device }
    private var screen: Tmux { contact.screen }

    init() async throws { contact = try await ContactScreen() }

    private func begin(_ participant: String) async throws {
        try await screen.shows("Participant *")
        try await screen.type(participant)
        try await screen.press("Enter")
        try await screen.shows("Date *")
        try await screen.press("Escape")
    }

    @Test("a second draft is begun beside the first; each is gone on with, one is thrown away")
    func several() async throws {
        try await contact.open()
        try await begin("P-1")
        try await screen.shows("› Contact")
        try await screen.press("Enter")
        try await screen.shows("› Go on with Contact")
        try await screen.press("Down", "Enter")
        try await begin("P-2")
        #expect(try await device.json("drafts").list.count == 2)
        try await screen.shows("› Contact")
        try await screen.press("Escape")
        try await screen.shows("~ 2 begun and not finished")
        try await screen.press("d")
        try await screen.shows("throw it away")
        try await screen.press("Down", "Enter")
        try await screen.shows("Date *")
        try await screen.press("BTab")
        try await screen.shows("P-1")
        try await screen.press("Escape")
        try await screen.shows("throw it away")
        try await screen.press("d")
        try await screen.shows("› No, keep it")
        try await screen.press("Down", "Enter")
        try await screen.shows("Thrown away")
        #expect(try await device.json("drafts").list.count == 1)
    }

    @Test("one draft in two windows: what one saved, the other goes on with, and is told")
    func twoWindows() async throws {
        try await contact.open()
        try await begin("P-1")
        let other = try await Tmux(contact.installation.folder)
        for window in [screen, other] {
            try await window.run([ContactScreen.keeplocal], home: device.home)
            try await window.shows("New record")
            try await window.press("d")
            try await window.shows("throw it away")
            try await window.press("Enter")
            try await window.shows("Date *")
        }
        try await screen.press("C-u")
        try await screen.type("2025-07-05")
        try await screen.press("Enter")
        try await screen.shows("How *")
        // In one go, with Ctrl-U: a pause would show what the other answered, before this is.
        try await other.type("\u{15}2025-07-06\r")
        let told = try await other.shows("draft of their own now")
        #expect(told.contains("'Date'"))
        let drafts = try await device.json("drafts").list
        #expect(drafts.count == 2)
    }
}
