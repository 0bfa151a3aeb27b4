// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import GRDB
import LocalSpend

/// What a corrected file changes.
package struct LedgerDifference: Hashable, Sendable {
    package struct Side: Hashable, Sendable {
        package let rows: Int
        package let total: Money
        /// The first of them, by their lines.
        package let examples: [Example]
    }

    package struct Example: Hashable, Sendable {
        package let line: Int
        package let supplier: String
        package let date: PlainDate
        package let amount: Money
    }

    package let added: Side
    package let gone: Side
    package let unchanged: Int
}

extension StoreSession {
    /// Compares the payments of two ledgers that were read, whatever line each stands in.
    package func difference(
        from former: RecordID,
        to corrected: RecordID
    ) throws -> LedgerDifference {
        let added = try side(of: corrected, against: former)
        let rows = try rowCount(of: corrected)
        return LedgerDifference(
            added: added,
            gone: try side(of: former, against: corrected),
            unchanged: rows - added.rows
        )
    }

    /// Payments of one ledger beyond those of the other: the second of two equal ones is new where
    /// the other has one.
    private func side(
        of ledger: RecordID,
        against other: RecordID
    ) throws -> LedgerDifference.Side {
        let surplus = """
            WITH here AS (
                SELECT *, row_number() OVER (PARTITION BY payment ORDER BY line) AS place
                FROM ledger_row WHERE record = ?1
            ), there AS (
                SELECT payment, count(*) AS known FROM ledger_row WHERE record = ?2
                GROUP BY payment
            )
            SELECT here.line, here.supplier, here.day, here.pence
            FROM here LEFT JOIN there USING (payment)
            WHERE here.place > coalesce(there.known, 0)
            """
        let arguments: StatementArguments = [ledger.data, other.data]
        let sums = try StoredRow.fetchOne(
            self,
            sql: "SELECT count(*) AS rows, coalesce(sum(pence), 0) AS pence FROM (\(surplus))",
            arguments: arguments
        )
        let examples = try StoredRow.fetchAll(
            self,
            sql: surplus + " ORDER BY line LIMIT 5",
            arguments: arguments
        )
        return .init(
            rows: try sums?.get("rows") ?? 0,
            total: Money(pence: try sums?.get("pence") ?? 0),
            examples: try examples.map { row in
                .init(
                    line: try row.get("line"),
                    supplier: try row.get("supplier"),
                    date: PlainDate(daysSince1970: try row.get("day")),
                    amount: Money(pence: try row.get("pence"))
                )
            }
        )
    }

    /// The first payment that two ledgers hold both, by its transaction number, and how many are.
    ///
    /// Payments without a number may be alike by chance; where half of the smaller ledger is, they
    /// are the same.
    package func paymentsInCommon(
        _ ledger: RecordID,
        _ other: RecordID
    ) throws -> (rows: Int, line: Int)? {
        if let numbered = try common(ledger, other, isNumbered: true) { return numbered }
        guard let alike = try common(ledger, other, isNumbered: false) else { return nil }
        let smaller = min(try rowCount(of: ledger), try rowCount(of: other))
        return 2 * alike.rows >= smaller ? alike : nil
    }

    /// The first payment without a number that two ledgers hold alike, and how many are: the same
    /// supplier, day and amount, which may be chance.
    package func paymentsAlike(
        _ ledger: RecordID,
        _ other: RecordID
    ) throws -> (rows: Int, line: Int)? {
        try common(ledger, other, isNumbered: false)
    }

    private func common(
        _ ledger: RecordID,
        _ other: RecordID,
        isNumbered: Bool
    ) throws -> (rows: Int, line: Int)? {
        let row = try StoredRow.fetchOne(
            self,
            sql: """
                SELECT count(*) AS rows, min(line) AS line FROM ledger_row
                WHERE record = ?1 AND (reference <> '') = ?3 AND payment IN
                    (SELECT payment FROM ledger_row WHERE record = ?2 AND (reference <> '') = ?3)
                """,
            arguments: [ledger.data, other.data, isNumbered]
        )
        guard let row, let line: Int = try row.find("line") else { return nil }
        return (try row.get("rows"), line)
    }

    private func rowCount(of ledger: RecordID) throws -> Int {
        try Int.fetchOne(
            self,
            sql: "SELECT count(*) FROM ledger_row WHERE record = ?",
            arguments: [ledger.data]
        ) ?? 0
    }
}
