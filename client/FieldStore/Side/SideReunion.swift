// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB

/// A side file that does not go with the database beside it: one of the two is an old copy, or was
/// carried here from another place.
extension SideKeeping {
    /// Takes all work that only the file has, and writes it anew.
    ///
    /// What is damaged, or another person's, is kept under another name.
    func takeAll(_ session: StoreSession) throws {
        try takeIdentity(session)
        var (fits, pending): (Bool, [Change]) = (true, [])
        let damaged = try file.forEach { frame, _ in
            guard frame.kind == .change,
                let change = try? Canonical.decode(Change.self, from: frame.payload)
            else { return }
            pending.append(change)
            guard frame.endsTransaction else { return }
            for change in pending { fits = try session.takeBack(change) && fits }
            pending = []
        }
        try session.renumberStrays()
        if file.exists, damaged > 0 || !fits {
            try session.forEachKept { _ in }
            try home.setAside([file.path], at: session.now)
        }
        try rewrite(session)
    }

    /// Goes on as the device that this one became after the database was copied.
    private func takeIdentity(_ session: StoreSession) throws {
        var last: SideIdentity?
        _ = try file.forEach { frame, _ in
            guard frame.kind == .identity else { return }
            last = (try? Canonical.decode(SideIdentity.self, from: frame.payload)) ?? last
        }
        guard let own = try session.storedIdentity(), let last,
            last.identity.person == own.person, last.identity.device != own.device,
            try isSuccessor(last, of: own, session)
        else { return }
        try session.set("identity", last.identity)
        if let lineage = last.lineage {
            try session.set("lineage", lineage)
        } else {
            try session.forget("lineage")
        }
        // How much of the new identity's work was answered, the next pull tells.
        try session.set("answered", Int64(0))
    }

    /// Each knows what it was before; where neither names the other, the newer file is right.
    private func isSuccessor(
        _ found: SideIdentity,
        of own: Identity,
        _ session: StoreSession
    ) throws -> Bool {
        if found.lineage?.contains(where: { $0.device == own.device }) == true { return true }
        let former = try session.lineage() ?? []
        if former.contains(where: { $0.device == found.identity.device }) { return false }
        guard let mark = try session.fact("side", as: SideMark.self),
            let (head, size) = try file.head()
        else { return false }
        // Generations begin with the time at which they were made.
        return head.generation == mark.generation
            ? size > mark.length : head.generation > mark.generation
    }
}

extension StoreSession {
    /// Puts a change of the side file into the journal, where it is not there.
    ///
    /// Counters may be missing before it: what is stored or let go of leaves the side file in time,
    /// and the server knows what it has had. Work under a number that is taken, or of another
    /// identity of the same person, goes to the end: a server that has had it says so.
    ///
    /// - Returns: False for work of another person.
    func takeBack(_ change: Change) throws -> Bool {
        guard let identity = try storedIdentity() else { return false }
        if let known = try entries("WHERE id = ?", [change.id.data]).first {
            let isUnsent = [.saved, .sent].contains(known.state)
            if isUnsent, change.device == identity.device, known.change != change,
                try isFree(change.counter, of: change.device)
            {
                try replace(known.number, with: change)
            }
            return true
        }
        let next = try nextCounter(of: identity.device)
        if change.device == identity.device, change.counter >= next {
            try insert(change)
            return true
        }
        guard change.author == identity.person else { return false }
        try insert(change.renumbered(as: identity, counter: next, lineage: lineage()))
        return true
    }

    /// Gives unsent work of former identities the next numbers of this one.
    func renumberStrays() throws {
        guard let identity = try storedIdentity() else { return }
        for entry in try journal(in: [.saved, .sent])
        where entry.change.device != identity.device && entry.change.author == identity.person {
            let next = try nextCounter(of: identity.device)
            try replace(
                entry.number,
                with: entry.change.renumbered(as: identity, counter: next, lineage: lineage())
            )
        }
    }

    private func isFree(_ counter: Int64, of device: DeviceID) throws -> Bool {
        try entries("WHERE device = ? AND counter = ?", [device.data, counter]).isEmpty
    }
}

extension Change {
    fileprivate func renumbered(
        as identity: Identity,
        counter: Int64,
        lineage: [Ancestor]?
    ) -> Change {
        renumbered(
            device: identity.device,
            author: identity.person,
            counter: counter,
            lineage: lineage
        )
    }
}
