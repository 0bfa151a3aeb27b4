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
    /// Notes the news that have come; after every sync, as one that broke off brought some.
    ///
    /// - Returns: How many this person has not read yet.
    /// - Complexity: As `decisionsTold`, with the returns; nothing is written where none is new.
    package func noteNews() throws -> Int {
        if let unread = try read({ try $0.unnoted() == nil ? $0.unreadNews().count : nil }) {
            return unread
        }
        return try write { session in
            if let news = try session.unnoted() { try session.keep(news) }
            return try session.unreadNews().count
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

    /// The news as they are to be kept; nil where they are so.
    fileprivate func unnoted() throws -> News? {
        let former = try news()
        var news = former
        let told = Set(try decisionsTold().map(\.resolution.change)).union(try returnsMoved())
        guard try fact(Self.known, as: [ChangeID].self) != nil else {
            // A device that never noted any has told them by its messages.
            return News(known: told, unread: [])
        }
        news.note(told)
        return news == former ? nil : news
    }

    /// What others did last with each return, besides their work upon it.
    private func returnsMoved() throws -> Set<ChangeID> {
        let me = try identity().person
        return Set(
            try returns().compactMap(\.progress.last).filter {
                $0.by.person != me && ![.complete, .prepare].contains($0.move)
            }.map(\.by.change)
        )
    }
}
