// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What others decided about this person's answers and did with their returns: what of it has come
/// to this device, and what nobody has read here; each by the change that did it, as one that is
/// made anew is news.
private struct News: Hashable {
    var known: Set<ChangeID>
    var unread: Set<ChangeID>

    mutating func note(_ told: Set<ChangeID>) {
        // What messages do not show any more is not waited for.
        unread = unread.intersection(told).union(told.subtracting(known))
        known.formUnion(told)
    }
}

extension FieldStore {
    /// Before its first sync that notes news, a device holds what its messages have told already.
    package func beginNews() throws {
        guard try !read({ try $0.notesNews() }) else { return }
        let told = try read { try $0.changesTold() }
        try write { try $0.keep(News(known: told, unread: [])) }
    }

    /// Notes the news that have come; after every sync, as one that broke off brought some.
    ///
    /// - Returns: How many this person has not read yet.
    /// - Complexity: As `decisionsTold`, with the returns; nothing is written where none is new.
    package func noteNews() throws -> Int {
        try beginNews()
        let told = try read { try $0.changesTold() }
        func noted(_ session: StoreSession) throws -> (former: News, now: News) {
            let former = try session.news()
            var news = former
            news.note(told)
            return (former, news)
        }
        let (former, now) = try read(noted)
        if former == now { return now.unread.count }
        return try write { session in
            let news = try noted(session).now
            try session.keep(news)
            return news.unread.count
        }
    }

    /// The messages of these were shown.
    ///
    /// Best effort: where another program is writing, they stay new until they are shown again.
    package func markRead(_ changes: Set<ChangeID>) {
        guard !changes.isEmpty else { return }
        _ = try? writeIfFree { session in
            var news = try session.news()
            news.unread.subtract(changes)
            try session.keep(news)
        }
    }
}

extension StoreSession {
    private static let known = "newsKnown"
    private static let unread = "newsUnread"

    /// The changes of others of which this person was not told.
    package func unreadNews() throws -> Set<ChangeID> {
        Set(try fact(Self.unread, as: [ChangeID].self) ?? [])
    }

    /// Records are gone, and with them what was done with them.
    func forgetUnreadNews() throws { try forget(Self.unread) }

    fileprivate func notesNews() throws -> Bool {
        try fact(Self.known, as: [ChangeID].self) != nil
    }

    fileprivate func news() throws -> News {
        News(
            known: Set(try fact(Self.known, as: [ChangeID].self) ?? []),
            unread: try unreadNews()
        )
    }

    fileprivate func keep(_ news: News) throws {
        try set(Self.known, news.known.sorted())
        try set(Self.unread, news.unread.sorted())
    }

    /// What others decided about this person's answers, and did last with each return, whatever
    /// its own people did since.
    fileprivate func changesTold() throws -> Set<ChangeID> {
        let me = try identity().person
        let moves = try returns().compactMap { found in
            found.progress.told.last { $0.by.person != me }?.by.change
        }
        return Set(try decisionsTold().map(\.resolution.change) + moves)
    }
}
