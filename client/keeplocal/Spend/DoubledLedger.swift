// SPDX-License-Identifier: Apache-2.0

import FieldStore
import LocalSpend

/// A ledger with payments that an earlier one has: two people imported the two apart.
///
/// It counts nothing until somebody decides, as its payments would count twice; which of the two
/// it is, is the same on every device that has both files.
struct DoubledLedger {
    let ledger: Ledger
    let earlier: Ledger
    let rows: Int
    let line: Int

    /// Of ledgers that were read on this device, those that count, and those that wait.
    static func parted(
        _ ledgers: [Ledger],
        in store: FieldStore
    ) throws -> (counting: [Ledger], doubled: [DoubledLedger]) {
        var (counting, doubled): ([Ledger], [DoubledLedger]) = ([], [])
        for ledger in ledgers.sorted(by: { $0.record < $1.record }) {
            guard let found = try first(ledger, among: counting, in: store) else {
                counting.append(ledger)
                continue
            }
            doubled.append(found)
        }
        return (counting, doubled)
    }

    private static func first(
        _ ledger: Ledger,
        among counting: [Ledger],
        in store: FieldStore
    ) throws -> DoubledLedger? {
        for earlier in counting {
            if let found = try DoubledLedger(ledger, beside: earlier, in: store) { return found }
        }
        return nil
    }

    /// Nil where their days do not meet, or no payment stands in both.
    private init?(_ ledger: Ledger, beside earlier: Ledger, in store: FieldStore) throws {
        guard ledger.period.meets(earlier.period) else { return nil }
        let common = try store.read { try $0.paymentsInCommon(ledger.record, earlier.record) }
        guard let common else { return nil }
        (self.ledger, self.earlier) = (ledger, earlier)
        (rows, line) = (common.rows, common.line)
    }

    var words: String {
        let (all, same) = (count(ledger.count.rows, "row"), count(rows, "payment"))
        return "Not in these figures: '\(ledger.title)', \(ledger.count.total.grouped) in \(all):"
            + " \(same) of it, the first in line \(line), \(rows == 1 ? "stands" : "stand") in"
            + " '\(earlier.title)' as well and would count twice. Take them out of one file and"
            + " import it with --replaces, or delete one ledger: keeplocal delete"
            + " \(ledger.record), or keeplocal delete \(earlier.record)"
    }
}
