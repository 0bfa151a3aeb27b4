// SPDX-License-Identifier: Apache-2.0

/// One field as a multi-value register: the writes that no other write has seen.
///
/// The kept set is `{w : w.version > F}` where F is the highest base of all its writes. The
/// write with the highest base is never dropped (its own version is above its base), so F can
/// always be read off the set, and joining two registers is union and the same filter: commutative,
/// associative and idempotent. An earlier write of the same device is not dropped for that alone:
/// it is no longer *live*, but sums, sets and the last agreed value still need it.
package struct Register: Hashable, Sendable {
    /// In log order.
    package private(set) var writes: [Write]

    package init(_ write: Write) { writes = [write] }

    init(writes: [Write]) {
        self.writes = writes
        settle()
    }

    package mutating func join(_ other: Register) {
        for write in other.writes { insert(write) }
        settle()
    }

    private mutating func insert(_ write: Write) {
        guard let index = writes.firstIndex(where: { $0.stamp.change == write.stamp.change }) else {
            writes.append(write)
            return
        }
        // The stored copy of a change knows its version, and what the server filled in.
        if writes[index].stamp.version == nil { writes[index] = write }
    }

    private mutating func settle() {
        guard writes.count > 1 else { return }
        let floor = writes.map(\.stamp.base).max() ?? 0
        writes.removeAll { ($0.stamp.version ?? .max) <= floor }
        writes.sort { $0.stamp < $1.stamp }
    }

    /// The last write of each device, whatever its identity then: what stands in the field now.
    package var live: [Write] {
        guard writes.count > 1 else { return writes }
        var (latest, inherited): ([DeviceID: Int64], [DeviceID: Int64]) = ([:], [:])
        for stamp in writes.lazy.map(\.stamp) {
            latest[stamp.device] = max(latest[stamp.device] ?? 0, stamp.counter)
            for ancestor in stamp.lineage ?? [] {
                inherited[ancestor.device] = max(inherited[ancestor.device] ?? 0, ancestor.counter)
            }
        }
        return writes.filter { write in
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
        let hasLineage = writes.contains { $0.stamp.lineage != nil }
        let first = writes.filter { write in
            !hasLineage || !writes.contains { write.stamp.follows($0.stamp) }
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
    /// Its author had their own earlier writes before them, stored or not: what they replaced
    /// holds those already.
    var deltas: [Write] {
        guard writes.count > 1, let first else { return writes }
        return writes.filter { !first.stamp.follows($0.stamp) }
    }

    private var first: Write? {
        writes.min { a, b in
            (-a.stamp.base, a.stamp.counter, a.stamp.device)
                < (-b.stamp.base, b.stamp.counter, b.stamp.device)
        }
    }
}
