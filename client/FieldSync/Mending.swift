// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import FieldStore

/// Finds where a device differs from the server, range by range, and mends only that.
///
/// Each question splits what differs into sixteen, so there are as many as the logarithm of the
/// number of records to that base, and the records themselves. The log may move meanwhile: what is
/// fetched is then newer than the last pull, which the next one only tells again.
package struct Mending {
    let store: FieldStore
    let server: Server
    let feed: Feed

    package init(store: FieldStore, server: Server, feed: Feed) {
        (self.store, self.server, self.feed) = (store, server, feed)
    }

    /// Beyond this, everything is loaded anew: the digest of a range costs less than a record, and
    /// not much less.
    static let recordsMax = 5_000
    private static let stepsMax = 40

    /// - Returns: How many records were put right; nil where it is better to load everything anew.
    package func run() throws -> Int? {
        var (open, wanted, gone): ([RecordRange], [RecordID], [RecordID]) = ([.all], [], [])
        var steps = 0
        while !open.isEmpty {
            steps += 1
            guard steps <= Self.stepsMax, wanted.count + gone.count <= Self.recordsMax else {
                return nil
            }
            let asked = Array(open.prefix(Limits.repairRangesMax))
            open.removeFirst(asked.count)
            let answer = try server.repair(RepairRequest(feed: feed, ranges: asked))
            guard answer.ranges.count == asked.count else { return nil }
            for (range, told) in zip(asked, answer.ranges) {
                open += try differing(told.parts ?? [])
                guard let marks = told.marks else { continue }
                let (lacking, extra) = try compare(marks, range)
                wanted += lacking
                gone += extra
            }
            open.sort { $0.from < $1.from }
        }
        return try fetch(wanted, gone)
    }

    private func differing(_ parts: [RepairAnswer.Part]) throws -> [RecordRange] {
        try store.read { session in
            try parts.filter { try session.part(of: feed, in: $0.range) != $0 }.map(\.range)
        }
    }

    private func compare(
        _ marks: [RepairAnswer.Mark],
        _ range: RecordRange
    ) throws -> (wanted: [RecordID], gone: [RecordID]) {
        var own = try store.read { try $0.marks(of: feed, in: range) }
        let wanted = marks.filter { own.removeValue(forKey: $0.record) != $0.hash }
        return (wanted.map(\.record), Array(own.keys))
    }

    private func fetch(_ wanted: [RecordID], _ gone: [RecordID]) throws -> Int? {
        var (waiting, gone, count) = (wanted, gone, 0)
        repeat {
            let asked = Array(waiting.prefix(Limits.repairRecordsMax))
            var answer = RepairAnswer()
            if !asked.isEmpty {
                answer = try server.repair(RepairRequest(feed: feed, records: asked))
            }
            let told = Set(answer.records.map(\.state.record)).union(answer.missing)
            guard asked.isEmpty || !told.isDisjoint(with: asked) else { return nil }
            waiting.removeAll { told.contains($0) }
            let extra = gone + answer.missing
            try store.write { try $0.mend(feed, with: answer.records, without: extra) }
            count += answer.records.count + extra.count
            gone = []
        } while !waiting.isEmpty
        return count
    }
}
