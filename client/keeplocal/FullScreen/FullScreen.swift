// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Foundation
import Glibc
import Screens

/// The full screen: one loop over keys, a sync that runs beside it, and the clock.
///
/// Each turn draws before it waits. Nothing in it waits for a network, and nothing reads more than
/// a page of records.
struct FullScreen {
    let store: FieldStore
    let home: String
    var terminal: CursesTerminal
    var navigator: Navigator
    var sync: SyncChild?
    var progress = SyncScreen.Progress()
    /// What the form that is open was when it was last kept.
    var draft: Draft?
    /// Changes of others that were new when this sitting first showed them.
    var newChanges: Set<ChangeID> = []
    var isLeaving = false
    private var seenWrites: [Int64] = []
    /// When lines that are being made were last shown.
    var shownLines = Date.distantPast
    /// What lists call forms and records, as far as it was read.
    var names = ListNames()
    /// When the last key was pressed: making lines writes to the disk, which who types does not
    /// wait for.
    var lastKey = ContinuousClock.now
    /// When what is half typed was last kept.
    var keptTyping = ContinuousClock.now
    /// Since when another process has had the store for itself: what it is in the way of is tried
    /// again a little later, and keys go on meanwhile.
    var busySince: ContinuousClock.Instant?

    /// - Throws: `Failure` when the terminal cannot show it, or the store cannot be read.
    init(store: FieldStore, home: String) throws {
        (self.store, self.home) = (store, home)
        let summary = try store.read { try $0.homeSummary() }
        navigator = Navigator(HomeScreen(summary))
        progress.unsent = summary.unsent
        seenWrites = try store.outsideWrites()
        terminal = try CursesTerminal()
    }

    mutating func run() throws {
        defer {
            terminal.stop()
            sync?.stop()
        }
        while !isLeaving {
            navigator.standing = standing
            navigator.size = terminal.size
            terminal.paint(navigator.draw(navigator.size))
            guard wait() else { return }
            for key in terminal.keys() where !isLeaving {
                lastKey = .now
                settleRecords(before: key)
                press(key)
            }
            readSync()
            lookAround()
        }
    }

    /// Reads what is shown; what cannot be read at this moment is tried again, and said when that
    /// goes on for long.
    private mutating func lookAround() {
        do {
            let isFree = try store.withoutWaiting {
                let isFree = try readRecords()
                try keepTyping()
                try noticeOutsideWrites()
                return isFree
            }
            busySince = isFree ? nil : busySince ?? .now
        } catch {
            let failure = Failure(error)
            let since = busySince ?? .now
            busySince = since
            guard failure.problem.code != .homeBusy || .now - since > .seconds(10) else { return }
            navigator.notice = Navigator.Notice(failure.words, isProblem: true)
        }
    }

    private var standing: String {
        let unsent = progress.unsent == 0 ? "all sent" : "\(progress.unsent) not sent"
        guard progress.isRunning else { return unsent }
        return "syncing: \(progress.words)"
    }

    /// Waits for a key, the sync or the clock; not at all while records are still to be read.
    ///
    /// - Returns: False when the terminal is gone.
    private func wait() -> Bool {
        var waited = [pollfd(fd: 0, events: Int16(POLLIN), revents: 0)]
        if let sync { waited.append(pollfd(fd: sync.output, events: Int16(POLLIN), revents: 0)) }
        let count = poll(&waited, nfds_t(waited.count), pauseMilliseconds)
        // A signal, such as that of a new size, is for ncurses.
        guard count > 0 else { return true }
        return waited[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) == 0
    }

    private var pauseMilliseconds: Int32 {
        if busySince != nil { return 200 }
        guard isReadingRecords else { return hasUnkeptTyping ? 300 : 1_000 }
        return isMakingLines && isTyping ? 100 : 0
    }

    private mutating func press(_ key: KeyPress) {
        if key == .control("c") {
            isLeaving = true
            return
        }
        for effect in navigator.handle(key) {
            do {
                try carryOut(effect)
            } catch {
                let isClosed = closesForm(Failure(error).problem)
                navigator.notice = Navigator.Notice(Failure(error).words, isProblem: true)
                if isClosed { return }
            }
        }
    }

    /// A sync, or a command in another window, has written: what is shown is read anew.
    private mutating func noticeOutsideWrites() throws {
        let writes = try store.outsideWrites()
        guard writes != seenWrites else { return }
        try refresh()
        seenWrites = writes
    }
}

extension Failure {
    /// The sentence for a person, without the code.
    var words: String { problem.message }
}
