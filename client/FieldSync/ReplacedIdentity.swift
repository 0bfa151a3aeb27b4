// SPDX-License-Identifier: Apache-2.0

import FieldModel
package import FieldStore

/// A home that has an identity, or the work of one that damage took, and is to take another.
///
/// Nobody is given a folder with somebody else's work in it: the person must be the same. Only a
/// server that does not know the device any more may have given them another identifier.
package struct ReplacedIdentity {
    private let former: Identity?
    private let new: Identity
    private let store: FieldStore
    private let connect: (Identity) throws -> Server

    package init(
        _ former: Identity?,
        by new: Identity,
        in store: FieldStore,
        connect: @escaping (Identity) throws -> Server = { try Server(of: $0) }
    ) {
        (self.former, self.new, self.store) = (former, new, store)
        self.connect = connect
    }

    /// Sends what had waited under the new identity, and loads everything anew.
    ///
    /// - Throws: `Problem` `directory.exists` for somebody else's folder; nothing was changed then.
    package func replace() throws -> SyncReport {
        guard try isSamePerson() || isForgotten() else {
            let whose = former.map { "of \($0.name)" } ?? "of somebody else"
            throw Problem(
                .alreadyExists,
                "This folder holds the work \(whose), and the code was for \(new.name)."
                    + " Nothing here was changed, and the code is used up. Ask for another one,"
                    + " and name a folder of its own with --home."
            )
        }
        // A server that was restored may have lost what the former identity had sent.
        let logs = try connect(new).pull(cursor: nil).logs
        try store.syncingAlone {
            try store.write { session in
                try session.adopt(new, logs: logs)
                // What the former identity was told may not be for this one, or of another server.
                try session.forgetCursor()
            }
        }
        return try SyncLoop(store: store, connect: connect).run()
    }

    private func isSamePerson() throws -> Bool {
        if let former { return former.person == new.person }
        let authors = try store.read { session in
            // What is over may be from before a server gave the person another identifier.
            let waiting = try session.journal(in: [.saved, .sent, .held])
            let all = try waiting.isEmpty ? session.journal(in: [.stored]) : waiting
            return all.map(\.change.author)
        }
        return authors.allSatisfy { $0 == new.person }
    }

    private func isForgotten() throws -> Bool {
        guard let former else { return false }
        do {
            _ = try connect(former).pull(cursor: store.read { try $0.cursor() })
            return false
        } catch let problem as Problem {
            return problem.code == .unauthenticated
        }
    }
}
