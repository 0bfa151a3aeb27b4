// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Glibc
import Screens

/// What the screens ask for.
extension FullScreen {
    mutating func carryOut(_ effect: Effect) throws {
        switch effect {
        case .open(let destination): navigator.push(try screen(destination))
        case .back:
            navigator.pop()
            try refresh()
        case .leave: isLeaving = true
        case .sync: try startSync()
        case .take(let conflict, let candidate, let reason):
            try settle(conflict, reason) { _ in
                guard let id = ChangeID(candidate) else { return nil }
                return .take(id)
            }
        case .answer(let conflict, let text, let reason):
            try settle(conflict, reason) { try $0.decision(text) }
        case .sendAgain(let record):
            let sent = try store.write { try $0.sendAgain($0.recordID(matching: record)) }
            try done("\(count(sent.count, "change")) saved to be sent again.")
        case .letGo(let record):
            try store.write { try $0.letGo(of: $0.recordID(matching: record)) }
            try done("Let go of; it stays in the journal of this device.")
        case .fill(let form, let place): try fill(formID(form), in: place)
        case .beginAnother(let form): try beginAnother(formID(form))
        case .goOn(let draft): try goOn(draft)
        case .throwAway(let draft): try throwAway(draft)
        case .edit(let record):
            try open(store.read { try $0.beginEditing($0.recordID(matching: record)) })
        case .editWithNewest(let record):
            try open(
                store.write { session in
                    let id = try session.recordID(matching: record)
                    return try session.takeNewest(for: session.beginEditing(id))
                }
            )
        case .write: try write()
        case .completePath(let path): complete(path)
        case .attach(let file): try attach(file)
        case .keepAnswers: try keepAnswers()
        case .saveRecord: try saveRecord()
        }
    }

    private mutating func done(_ words: String) throws {
        try refresh()
        navigator.notice = Navigator.Notice(words)
    }

    private mutating func settle(
        _ text: String,
        _ reason: String,
        _ decision: (DisputedAnswer) throws -> Decision?
    ) throws {
        let saved = try store.write { session -> Saved? in
            let conflict = try session.conflict(matching: text)
            let disputed = try DisputedAnswer(conflict, session)
            return try decision(disputed).map {
                try session.resolve(conflict, $0, reason: reason)
            }
        }
        guard saved != nil else { return }
        navigator.pop()
        try done("Settled on this device. Sync to send it.")
    }

    /// Everything that is seen is read anew, and stays where it was.
    mutating func refresh() throws {
        let summary = try store.read { try $0.homeSummary() }
        progress.unsent = summary.unsent
        for (index, screen) in navigator.screens.enumerated() {
            if var home = screen as? HomeScreen {
                home.summary = summary
                navigator.replace(index, by: home)
            }
        }
        try readRecordsAgain()
        if let destination = opened.last ?? nil { try reopen(destination) }
        showProgress()
    }

    /// What the screen on top was opened by; nil for one that keeps itself up to date.
    private var opened: [Destination?] { navigator.screens.map { destination(of: $0) } }

    private func destination(of screen: any Screen) -> Destination? {
        switch screen {
        case let page as PageScreen: page.destination
        case let list as ListScreen: list.destination
        default: nil
        }
    }

    private mutating func reopen(_ destination: Destination) throws {
        let former = navigator.top
        var fresh = try screen(destination)
        if var page = fresh as? PageScreen, let former = former as? PageScreen {
            page.keepPlace(of: former)
            fresh = page
        } else if var list = fresh as? ListScreen, let former = former as? ListScreen {
            list.keepPlace(of: former)
            fresh = list
        }
        navigator.replace(navigator.screens.count - 1, by: fresh)
    }
}
