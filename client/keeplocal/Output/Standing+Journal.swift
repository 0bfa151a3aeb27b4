// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Screens

extension JournalEntry.State {
    /// What a person is told of it.
    var standing: Standing {
        switch self {
        case .saved: .saved
        case .sent: .sent
        // What was mended or removed here later had its receipt.
        case .stored, .dropped, .purged: .stored
        case .held: .held
        case .refused: .refused
        case .erased: .erased
        }
    }
}

extension [JournalEntry] {
    /// What most needs a person's eye, of one's own work upon one record.
    var standing: Standing {
        let states = Set(map(\.state.standing))
        return [.refused, .held, .saved, .sent].first { states.contains($0) } ?? .stored
    }
}

extension StoreSession {
    /// How the records stand in which work of one's own is not stored; all others are stored.
    func waitingStandings() throws -> [RecordID: Standing] {
        let entries = try journal(in: [.saved, .sent, .held, .refused])
        return Dictionary(grouping: entries, by: \.change.record).mapValues(\.standing)
    }

    /// The same for a few of them, in time that follows from what was done to those alone.
    func waitingStandings(of records: [RecordID]) throws -> [RecordID: Standing] {
        let own = try records.map { ($0, try journal(of: $0).standing) }
        return Dictionary(own, uniquingKeysWith: { first, _ in first })
    }

    /// What is said of a record, the work of one's own first.
    func standings(of record: Record, _ work: Standing) throws -> [Standing] {
        let settled: Standing = try isReviewed(record) ? .reviewed : .stored
        return [work == .stored ? settled : work] + (record.conflicts.isEmpty ? [] : [.conflict])
    }

    private func isReviewed(_ record: Record) throws -> Bool {
        guard record.form == Self.returnForm else { return false }
        return try state(of: record.id)?.isReviewed == true
    }
}
