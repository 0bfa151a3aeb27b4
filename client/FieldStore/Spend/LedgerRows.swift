// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import GRDB
package import LocalSpend

/// The rows of ledgers on this device, read from their files.
extension StoreSession {
    /// Begins to read a file anew; none of its rows counts before `finish`.
    package func beginLedger(_ record: RecordID, _ sha256: Hash) throws {
        try forgetLedger(record)
        try run(
            sql: "INSERT INTO ledger VALUES (?, ?, 0, ?, 0, 0, 0)",
            arguments: [record.data, sha256.data, now.milliseconds]
        )
    }

    package func append(_ rows: [LedgerRow], to record: RecordID) throws {
        let statement = try database.cachedStatement(
            sql: "INSERT INTO ledger_row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        for row in rows {
            try statement.execute(
                arguments: [
                    record.data, row.line, row.date.daysSince1970,
                    SpendQuarter(of: row.date).index, row.amount.pence, row.supplier.text,
                    row.supplier.key, row.supplierID, row.postcode?.text ?? "",
                    row.category?.rawValue ?? "", row.exclusion?.rawValue ?? "", row.reference,
                    row.key,
                ]
            )
        }
    }

    package func finishLedger(_ record: RecordID, _ count: LedgerCount) throws {
        try run(
            sql: "UPDATE ledger SET whole = 1, rows = ?, pence = ?, aside = ? WHERE record = ?",
            arguments: [count.rows, count.total.pence, count.aside, record.data]
        )
    }

    package func forgetLedger(_ record: RecordID) throws {
        try run(sql: "DELETE FROM ledger_row WHERE record = ?", arguments: [record.data])
        try run(sql: "DELETE FROM ledger WHERE record = ?", arguments: [record.data])
    }

    /// What a file came to; nil for one that this device has not read to its end.
    package func ledgerCount(_ ledger: Ledger) throws -> LedgerCount? {
        try StoredRow.fetchOne(
            self,
            sql: "SELECT rows, pence, aside FROM ledger WHERE record = ? AND sha256 = ? AND whole",
            arguments: [ledger.record.data, ledger.file.sha256.data]
        ).map {
            LedgerCount(
                rows: try $0.get("rows"),
                total: Money(pence: try $0.get("pence")),
                aside: try $0.get("aside")
            )
        }
    }

    /// Forgets rows whose ledger is gone, and what was left of readings that were stopped.
    package func forgetLedgers() throws {
        guard let form = FormID("spend_ledger") else { return }
        let keeping = Set(try records(form: form).map(\.id))
        let rows = try StoredRow.fetchAll(self, sql: "SELECT record, whole, started FROM ledger")
        let hour: Int64 = 60 * 60 * 1_000
        for row in rows {
            let record = try RecordID(column: row.get("record"))
            let isBeingRead =
                try row.get("whole") == 0 && row.get("started") > now.milliseconds - hour
            if !keeping.contains(record), !isBeingRead { try forgetLedger(record) }
        }
    }

    /// Whether one of these ledgers names a supplier, or has its number.
    package func hasPayments(
        to supplier: SupplierName,
        number: String,
        in ledgers: Set<RecordID>
    ) throws -> Bool {
        let records = try StoredRow.fetchAll(
            self,
            sql: """
                SELECT DISTINCT record FROM ledger_row
                WHERE known_as = ? OR (number <> '' AND number = ?)
                """,
            arguments: [supplier.key, number]
        ).map { try RecordID(column: $0.get("record")) }
        return !ledgers.isDisjoint(with: records)
    }

    /// The postcodes that these ledgers have of a supplier, in their order.
    package func postcodes(
        of supplier: SupplierName,
        number: String,
        in ledgers: Set<RecordID>
    ) throws -> [Postcode] {
        let found = try StoredRow.fetchAll(
            self,
            sql: """
                SELECT DISTINCT record, postcode, number FROM ledger_row
                WHERE known_as = ? OR (number <> '' AND number = ?)
                """,
            arguments: [supplier.key, number]
        )
        let own = Supplier(name: supplier, supplierID: number).number
        let texts = try found.compactMap { row -> String? in
            let other = Supplier(name: supplier, supplierID: try row.get("number")).number
            // What has another number is another supplier of that name.
            let isSame =
                own.isEmpty || other.isEmpty || own.hasSuffix(other) || other.hasSuffix(own)
            guard isSame, ledgers.contains(try RecordID(column: row.get("record"))) else {
                return nil
            }
            return try row.get("postcode")
        }
        return Set(texts).sorted().compactMap { Postcode($0) }
    }

    /// Payments added up by quarter, supplier and what else decides how they count.
    package func spendCells(of ledger: RecordID) throws -> [SpendCell] {
        try StoredRow.fetchAll(
            self,
            sql: """
                SELECT quarter, min(supplier) AS supplier, number, postcode, category, exclusion,
                    sum(pence) AS pence, count(*) AS rows
                FROM ledger_row WHERE record = ?
                GROUP BY quarter, known_as, number, postcode, category, exclusion
                """,
            arguments: [ledger.data]
        ).map { row in
            SpendCell(
                quarter: SpendQuarter(index: try row.get("quarter")),
                supplier: SupplierName(try row.get("supplier")),
                supplierID: try row.get("number"),
                postcode: Postcode(try row.get("postcode")),
                category: SpendCategory(rawValue: try row.get("category")),
                exclusion: SpendExclusion(rawValue: try row.get("exclusion")),
                amount: Money(pence: try row.get("pence")),
                rows: try row.get("rows")
            )
        }
    }
}
