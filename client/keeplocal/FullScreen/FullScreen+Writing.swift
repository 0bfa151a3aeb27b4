// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Screens

/// Texts in the person's own editor, and files, for the form that is open.
extension FullScreen {
    /// The editor has the terminal until it ends.
    mutating func write() throws {
        guard var screen = navigator.top as? FormScreen, let text = screen.textBeingTyped else {
            return
        }
        terminal.stop()
        var isTaken = false
        defer { if !isTaken { terminal.takeAgain() } }
        try EditorRun.edit(text) { ending in
            terminal.takeAgain()
            isTaken = true
            switch ending {
            case .unchanged(let why): navigator.notice = Navigator.Notice(why)
            case .written(let written): try follow(screen.write(written), screen)
            }
        }
    }

    mutating func complete(_ path: String) {
        guard var screen = navigator.top as? FormScreen else { return }
        let completion = PathCompletion(path)
        screen.complete(completion.text, offers: completion.offers)
        navigator.replace(navigator.screens.count - 1, by: screen)
    }

    /// Copied outside of any transaction: a large file holds up nobody else who writes here.
    mutating func attach(_ path: String) throws {
        guard var screen = navigator.top as? FormScreen else { return }
        do {
            let file = try store.evidence.attach(PathCompletion.expanded(path)) { done, total in
                guard done < total else { return }
                let (part, whole) = (done.words, total.words)
                navigator.notice = Navigator.Notice("Copying to this device: \(part) of \(whole)")
                terminal.paint(navigator.draw(terminal.size))
            }
            try follow(screen.attach(file), screen)
            navigator.notice = Navigator.Notice("Attached: a file of \(file.sizeBytes.words).")
        } catch let problem as Problem {
            screen.refuse(problem.message)
            navigator.replace(navigator.screens.count - 1, by: screen)
        }
    }

    private mutating func follow(_ effects: [Effect], _ screen: FormScreen) throws {
        navigator.replace(navigator.screens.count - 1, by: screen)
        for effect in effects { try carryOut(effect) }
    }
}
