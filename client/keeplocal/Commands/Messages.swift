// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Screens

struct Messages: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what was refused or is held, what others decided, and why.",
        discussion: """
            It needs no network. What the server refused waits for you; a decision about
            an answer of yours says what became of it, who decided, and why.
            """
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        var new: Set<ChangeID> = []
        try device.show(store) { session in
            new = try session.unreadNews()
            let messages = try session.messages(new: new)
            return device.page(.array(messages.map(\.json))) { lines(of: messages) }
        }
        // A script reads for itself.
        if !device.json { store.markRead(new) }
    }

    private func lines(of messages: [Message]) -> [String] {
        guard !messages.isEmpty else {
            return ["No messages: nothing is refused or held, and nobody decided about your work."]
        }
        return messages.flatMap { message in
            [
                Style.bold("\(message.standing.shown)  \(inert(message.headline))"),
                "    \(message.at.words)  record \(message.record.short)",
            ] + inert(message.detail).wrapped(72).map { "    " + $0 }
        }
    }
}
