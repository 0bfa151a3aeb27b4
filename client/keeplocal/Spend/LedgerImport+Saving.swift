// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import LocalSpend
import Workbooks

extension LedgerImport {
    /// The record that is to be saved; a period that nobody named is that of the rows.
    func ledger(
        of record: RecordID,
        replacing former: RecordID?,
        _ file: BlobReference,
        _ reading: LedgerReading,
        _ read: LedgerLoading.Outcome
    ) -> Ledger {
        Ledger(
            record: record,
            title: choice.title ?? URL(filePath: choice.file).lastPathComponent,
            file: file,
            period: .init(
                from: choice.period.from ?? read.first,
                to: choice.period.to ?? read.last
            ),
            replaces: former,
            mapping: choice.mapping ?? "",
            reading: reading,
            count: read.count
        )
    }

    /// Refuses payments that another ledger counts already.
    ///
    /// - Returns: What could not be compared, in sentences.
    func compare(
        _ ledger: Ledger,
        with others: [Ledger],
        _ loading: LedgerLoading
    ) throws -> [String] {
        let others = others.filter { $0.record != ledger.replaces }
        let absent = Set(try loading.loadMissing(others).map(\.record))
        var notes: [String] = []
        for other in others where !absent.contains(other.record) {
            let common = try store.read { try $0.paymentsInCommon(ledger.record, other.record) }
            guard let common else {
                notes += try alikeNote(ledger, other).map { [$0] } ?? []
                continue
            }
            throw SpendError(
                "Line \(common.line)",
                "This payment and \(common.rows - 1) more of the file stand in the ledger"
                    + " '\(other.title)' already, so they would count twice. Nothing was imported."
                    + " If the file corrects that ledger, add --replaces \(other.record); else"
                    + " take those rows out of it, or name the days that it is for: --from, --to."
            )
        }
        return notes
            + others.filter { absent.contains($0.record) }.map {
                "The file of '\($0.title)' is not on this device, so nobody has seen whether"
                    + " payments stand in both. Fetch it: keeplocal spend fetch"
            }
    }

    private func alikeNote(_ ledger: Ledger, _ other: Ledger) throws -> String? {
        let alike = try store.read { try $0.paymentsAlike(ledger.record, other.record) }
        return alike.map { alike in
            "Look: \(count(alike.rows, "payment")), the first in line \(alike.line),"
                + " \(alike.rows == 1 ? "is" : "are") like others in '\(other.title)': the same"
                + " supplier, day and amount, and no number. If they are the same, they count twice"
                + " now: take them out of the file, and import that with --replaces"
                + " \(ledger.record.short)."
        }
    }

    /// The record and the mark that its rows count, in one transaction.
    func save(_ ledger: Ledger) throws {
        try store.write(isRehearsal: isRehearsal) { session in
            // Another process may have been faster.
            let form = try formID("spend_ledger")
            let isThere = try session.records(form: form).compactMap(Ledger.init).contains {
                $0.file.sha256 == ledger.file.sha256
            }
            guard !isThere else {
                throw SpendError(
                    choice.file,
                    "The same file was imported by another keeplocal meanwhile. Nothing was"
                        + " imported twice."
                )
            }
            _ = try session.create(
                form,
                fields: ledger.fields(),
                in: place.place(in: session),
                record: ledger.record
            )
            try session.finishLedger(ledger.record, ledger.count)
        }
        if isRehearsal { try store.write { try $0.forgetLedger(ledger.record) } }
    }

    func empty(_ kept: [KeptAside]) -> SpendError {
        let first = kept.first.map { " The first: line \($0.line), \($0.why)." } ?? ""
        return SpendError(
            choice.file,
            "No row of the file could be read as a payment.\(first) Nothing was imported. Check"
                + " the headings with --dry-run, and the period if you named one."
        )
    }

    static func notes(on file: LedgerFile) -> [String] {
        let (lines, first) = file.otherLines
        let named = first.map(String.init).joined(separator: ", ")
        switch file.encoding {
        case .windows1252:
            return [
                "The file is not in UTF-8; it was read as Windows-1252, as Excel writes it. If"
                    + " names look wrong, save it as \"CSV UTF-8\"."
            ]
        case .mixed:
            return [
                "\(count(lines, "line")) \(lines == 1 ? "is" : "are") not in UTF-8, as the rest of"
                    + " the file is, and \(lines == 1 ? "was" : "were") read as Windows-1252:"
                    + " \(lines > first.count ? "the first, " : "")line \(named). Check the names"
                    + " there."
            ]
        case .utf8, .utf16Little, .utf16Big: return []
        }
    }
}

extension LedgerImport.Outcome {
    /// The same file is here already.
    init(known ledger: Ledger, _ understood: LedgerHeadings.Understood, _ file: LedgerFile) {
        self.init(
            ledger: ledger,
            understood: understood,
            encoding: file.encoding.rawValue,
            kept: [],
            asideFile: nil,
            earlierAside: nil,
            difference: nil,
            isKnown: true,
            notes: []
        )
    }

    var json: JSON {
        [
            "record": .string(ledger.record.description), "alreadyHere": .boolean(isKnown),
            "title": .string(ledger.title), "encoding": .string(encoding),
            "sha256": .string(ledger.file.sha256.description),
            "from": ledger.period.from.map { .string($0.description) } ?? .null,
            "to": ledger.period.to.map { .string($0.description) } ?? .null,
            "rows": .integer(Int64(ledger.count.rows)), "total": .integer(ledger.count.total.pence),
            "dates": .string(ledger.reading.slashed.rawValue),
            "amounts": .string(ledger.reading.amounts.rawValue),
            "headings": .object(
                Dictionary(
                    uniqueKeysWithValues: understood.columns.map {
                        ($0.column.rawValue, .string($0.heading))
                    }
                )
            ),
            "unread": .array(understood.unread.map(JSON.string)),
            "keptAside": .integer(Int64(ledger.count.aside)),
            "asideFile": asideFile.map(JSON.string) ?? .null,
            "earlierAsideFile": earlierAside.map(JSON.string) ?? .null,
            "aside": .array(
                kept.map { ["line": .integer(Int64($0.line)), "why": .string($0.why)] }
            ),
            "replaces": ledger.replaces.map { .string($0.description) } ?? .null,
            "difference": difference.map(JSON.init) ?? .null,
            "notes": .array(notes.map(JSON.string)),
        ]
    }
}

extension JSON {
    fileprivate init(_ difference: LedgerDifference) {
        self = [
            "added": JSON(difference.added), "gone": JSON(difference.gone),
            "unchanged": .integer(Int64(difference.unchanged)),
        ]
    }

    private init(_ side: LedgerDifference.Side) {
        self = [
            "rows": .integer(Int64(side.rows)), "total": .integer(side.total.pence),
            "examples": .array(
                side.examples.map {
                    [
                        "line": .integer(Int64($0.line)), "supplier": .string($0.supplier),
                        "date": .string($0.date.description), "amount": .integer($0.amount.pence),
                    ]
                }
            ),
        ]
    }
}
