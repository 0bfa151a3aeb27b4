// SPDX-License-Identifier: Apache-2.0

/// One field as a multi-value register: the writes that no other write has seen.
///
/// The kept set is `{w : w.version > F}` where F is the highest floor of all its writes. The
/// write with the highest floor is never dropped (its own version is above its floor), so F can
/// always be read off the set, and joining two registers is union and the same filter: commutative,
/// associative and idempotent. An earlier write of the same device is not dropped for that alone:
/// it is no longer *live*, but sums, sets and the last agreed value still need it.
///
/// Where a restored server has lost writes and got them again, a write may have seen another under
/// a sequence that the log does not have any more. Such a one is kept, as the floor speaks of the
/// log only, but does not *stand*. What dropped writes had seen in that way is kept as `gone`.
package struct Register: Hashable, Sendable {
    /// In log order.
    package private(set) var writes: [Write]
    /// How far dropped writes had seen in timelines that were lost.
    package private(set) var gone: [Sequence64] = []

    package init(_ write: Write) { writes = [write] }

    init(writes: [Write], gone: [Sequence64] = []) {
        (self.writes, self.gone) = (writes, gone)
        settle()
    }

    /// The same writes, each with other values.
    func mapped(_ body: (Write) -> Write) -> Register {
        Register(writes: writes.map(body), gone: gone)
    }

    package mutating func join(_ other: Register) {
        for write in other.writes { insert(write) }
        for end in other.gone { gone.extend(to: end) }
        settle()
    }

    private mutating func insert(_ write: Write) {
        #if MUTANTS
        if Mutant.equalValuesCollapsed.isOn, writes.contains(where: { $0.edit == write.edit }) {
            return
        }
        #endif
        guard let index = writes.firstIndex(where: { $0.stamp.change == write.stamp.change }) else {
            writes.append(write)
            return
        }
        // The stored copy of a change knows its version, and what the server filled in; the one
        // that was stored last is the one that the log has.
        if writes[index].stamp.version ?? 0 < write.stamp.version ?? 0 { writes[index] = write }
    }

    private mutating func settle() {
        guard writes.count > 1 else { return }
        #if MUTANTS
        if Mutant.lastWriteWins.isOn { writes = writes.suffix(1) }
        if Mutant.lateCandidateIgnored.isOn {
            let decided = writes.filter { $0.edit.settled != nil }.compactMap(\.stamp.version).max()
            writes.removeAll {
                $0.stamp.base < decided ?? 0 && $0.stamp.version ?? 0 > decided ?? 0
            }
        }
        #endif
        let floor = writes.map(\.stamp.floor).max() ?? 0
        for write in writes where write.stamp.floor != write.stamp.base {
            guard write.stamp.version ?? .max <= floor else { continue }
            for end in (write.stamp.trunk ?? []) + [write.stamp.base]
            where end > write.stamp.floor { gone.extend(to: end) }
        }
        writes.removeAll { ($0.stamp.version ?? .max) <= floor }
        writes.sort { $0.stamp < $1.stamp }
    }

    /// The kept writes that nobody had seen: all of them, where nothing was lost and sent again.
    package var standing: [Write] {
        guard writes.contains(where: { $0.stamp.former != nil }) else { return writes }
        let replaced = writes.filter { write in
            isGone(write) || writes.contains { $0.stamp.hasSeen(write.stamp) }
        }
        // What their author had before them is replaced with them.
        let standing = writes.filter { write in
            !replaced.contains { other in
                other.stamp.change == write.stamp.change || other.stamp.follows(write.stamp)
            }
        }
        // No honest history takes them all away.
        return standing.isEmpty ? writes : standing
    }

    /// True when a write that was dropped since had seen this one.
    private func isGone(_ write: Write) -> Bool {
        !gone.isEmpty && write.stamp.former?.contains { gone.reach($0) } ?? false
    }

    /// The last write of each device, whatever its identity then: what stands in the field now.
    package var live: [Write] {
        let standing = standing
        guard standing.count > 1 else { return standing }
        var (latest, inherited): ([DeviceID: Int64], [DeviceID: Int64]) = ([:], [:])
        for stamp in standing.lazy.map(\.stamp) {
            latest[stamp.device] = max(latest[stamp.device] ?? 0, stamp.counter)
            #if MUTANTS
            if Mutant.lineageForgotten.isOn { continue }
            #endif
            for ancestor in stamp.lineage ?? [] {
                inherited[ancestor.device] = max(inherited[ancestor.device] ?? 0, ancestor.counter)
            }
        }
        return standing.filter { write in
            let (device, counter) = (write.stamp.device, write.stamp.counter)
            return counter == latest[device] && counter > inherited[device] ?? 0
        }
    }

    /// Every live candidate, in log order, each change once.
    package var candidates: [Candidate] {
        var seen: Set<ChangeID> = []
        return live.flatMap(\.candidates).filter { seen.insert($0.id).inserted }
    }

    /// The last value that people agreed on: what was decided, where a decision stands among what
    /// is disputed now; else what there was before the dispute.
    package var agreed: FieldValue? {
        if let decision = live.last(where: { $0.edit.settled != nil }) { return decision.edit.to }
        return ancestor
    }

    /// The value that what differs now started from: what the write with the oldest base replaced.
    ///
    /// A write of a former identity comes before those of its successor, whatever their counters.
    var ancestor: FieldValue? {
        let standing = standing
        let hasLineage = standing.contains { $0.stamp.lineage != nil }
        let first = standing.filter { write in
            !hasLineage || !standing.contains { write.stamp.follows($0.stamp) }
        }
        return first.min { a, b in
            (a.stamp.base, a.stamp.counter, a.stamp.device)
                < (b.stamp.base, b.stamp.counter, b.stamp.device)
        }?.edit.was
    }

    /// The value that all deltas start from: what the first write upon the highest base replaced.
    var start: FieldValue? { first?.edit.was }

    /// The writes that `start` does not hold yet.
    ///
    /// Its author had their own earlier writes before them, stored or not, and those that they had
    /// pulled: what they replaced holds those already.
    var deltas: [Write] {
        #if MUTANTS
        if Mutant.deltaCountedTwice.isOn, writes.count > 1 { return writes + writes.suffix(1) }
        #endif
        guard writes.count > 1, let first else { return writes }
        return writes.filter { write in
            !first.stamp.follows(write.stamp) && !first.stamp.hasSeen(write.stamp)
                && !isGone(write)
        }
    }

    private var first: Write? {
        writes.min { a, b in
            (-a.stamp.floor, -a.stamp.base, a.stamp.counter, a.stamp.device)
                < (-b.stamp.floor, -b.stamp.base, b.stamp.counter, b.stamp.device)
        }
    }
}
