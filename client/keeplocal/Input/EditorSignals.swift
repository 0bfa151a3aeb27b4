// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// What the signals to this program do while an editor has its terminal.
///
/// The kernel tells only the leader of a session that its terminal is gone, and that is this
/// program: it passes the word on to the editor, and obeys it itself when the text is taken.
struct EditorSignals {
    /// Ctrl-C and Ctrl-\ reach the editor by themselves, and are meant for it alone.
    private static let editorsOwn = [SIGINT, SIGQUIT]
    private static let endings = [SIGHUP, SIGTERM]
    /// Written by the handler, which may call nothing that allocates or locks.
    private static let editor = Atomic<pid_t>(0)
    private static let received = Atomic<Int32>(0)

    private let former: [sigaction]

    init() {
        Self.editor.store(0, ordering: .sequentiallyConsistent)
        Self.received.store(0, ordering: .sequentiallyConsistent)
        var (ignore, handler) = (sigaction(), sigaction())
        ignore.__sigaction_handler.sa_handler = SIG_IGN
        handler.__sigaction_handler.sa_handler = { number in
            EditorSignals.received.store(number, ordering: .sequentiallyConsistent)
            EditorSignals.send(number)
        }
        former =
            Self.editorsOwn.map { Self.set($0, &ignore) }
            + Self.endings.map { Self.set($0, &handler) }
    }

    private static func set(_ number: Int32, _ action: inout sigaction) -> sigaction {
        var former = sigaction()
        sigaction(number, &action, &former)
        return former
    }

    /// What came before the editor ran is passed on as well.
    ///
    /// - Parameter process: 0 when it has ended, before its number can be another's.
    func passOn(to process: pid_t) {
        Self.editor.store(process, ordering: .sequentiallyConsistent)
        Self.send(Self.received.load(ordering: .sequentiallyConsistent))
    }

    private static func send(_ number: Int32) {
        let process = editor.load(ordering: .sequentiallyConsistent)
        if process > 0, number != 0 { kill(process, number) }
    }

    /// Starts a program that answers signals as if nothing had been set here.
    func withStandardActions<Result>(
        _ start: (UnsafePointer<posix_spawnattr_t>) -> Result
    ) -> Result {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (standard, none) = (sigset_t(), sigset_t())
        sigemptyset(&standard)
        sigemptyset(&none)
        for number in Self.editorsOwn + Self.endings + [SIGPIPE] { sigaddset(&standard, number) }
        posix_spawnattr_setsigdefault(&attributes, &standard)
        posix_spawnattr_setsigmask(&attributes, &none)
        let flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        posix_spawnattr_setflags(&attributes, Int16(flags))
        return start(&attributes)
    }

    /// Signals do again what they did; one that came meanwhile does it now.
    func giveBack() {
        for (number, action) in zip(Self.editorsOwn + Self.endings, former) {
            var action = action
            sigaction(number, &action, nil)
        }
        let received = Self.received.load(ordering: .sequentiallyConsistent)
        if received != 0 { raise(received) }
    }
}
