// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldForms
import FieldModel
import FieldStore
import Figures

/// What an export of returns is held against: all that files for others told before it, and itself.
///
/// It remembers what it tells as reports do. Nothing is read before the first return that is
/// held, as other exports have no use for it, and then once for the whole run.
final class ExportMemory {
    private let home: String
    private var known: Known?
    /// How often what was told was read: again only where another program told something meanwhile.
    private(set) var readings = 0
    /// What nobody had told before, for the other devices of each council.
    private var new: [CouncilID: [Publication.Entry]] = [:]

    private struct Known {
        var ledger: PublicationLedger
        let people: ReturnPeople
        var publication: Publication
    }

    /// Whether other devices learn what was told.
    enum Reach { case shared, alone }

    init(home: String) { self.home = home }

    /// The answers that must not be told beside what was; the others count as told from now on.
    ///
    /// - Throws: `Problem` where nobody can know what was told before.
    func hold(
        _ answers: [FieldPath: FieldValue],
        of record: Record,
        _ session: StoreSession
    ) throws -> Set<FieldPath> {
        var known = try self.known ?? read(session)
        let places = try places(of: answers, record, session)
        let found = try session.returnOnDevice(record.id)
        let source = try found.progress.revisions.last.map { try session.source(of: found, $0) }
        let entry = try session.entry(
            of: found,
            saying: places.compactMapValues { answers[$0] },
            source: source ?? "return \(record.id.short)",
            known.people
        )
        let cells = ReturnCells(entry)
        let council = record.scope.council
        // Reports of returns remember their own under no name, whosever people they are.
        var disclosing = Disclosing(
            Threshold(try session.threshold(of: council)),
            after: known.publication
        )
        let told = disclosing.told(cells.table)
        new[council, default: []] += disclosing.publication.entries.dropFirst(
            known.publication.entries.count
        )
        known.publication = disclosing.publication
        self.known = known
        return Set(cells.hidden(in: told).compactMap { places[$0] })
    }

    private func read(_ session: StoreSession) throws -> Known {
        readings += 1
        let ledger = try PublicationLedger(home: home)
        return Known(
            ledger: ledger,
            people: try ReturnPeople(session),
            publication: try session.publication(after: ledger.publication)
        )
    }

    /// Takes over what another program told since it was read here.
    func refresh() throws {
        guard var known, !known.ledger.isCurrent else { return }
        readings += 1
        known.ledger = try PublicationLedger(home: home)
        known.ledger.publication.entries.forEach { known.publication.add($0) }
        self.known = known
    }

    /// Where the answers stand now, by the names that the form gave first.
    private func places(
        of answers: [FieldPath: FieldValue],
        _ record: Record,
        _ session: StoreSession
    ) throws -> [FieldPath: FieldPath] {
        let versions = try session.versions(of: record.form)
        return Dictionary(
            answers.keys.map { (versions?.origin(of: $0) ?? $0, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Before it is told: what was told and then forgotten could be told again by a difference.
    ///
    /// - Returns: Nil where it tells nothing new.
    func save(in store: FieldStore) throws -> Reach? {
        try refresh()
        guard var known else { return nil }
        known.ledger = try known.ledger.save(known.publication)
        self.known = known
        let told = new.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
        new = [:]
        guard !told.isEmpty else { return nil }
        let areShared = try store.write { session in
            try told.map { council, entries in
                let place = Place(council: council)
                return try session.remember(entries, by: "quarterly_return", in: place)
            }
        }
        return areShared.contains(false) ? .alone : .shared
    }
}

extension ExportMemory.Reach {
    var words: String {
        switch self {
        case .shared:
            "What it tells is remembered. Your other devices, and your colleagues', learn it with:"
                + " keeplocal sync"
        case .alone:
            "What it tells is remembered on this device alone, as your role writes no such"
                + " records: let one device write the files for others."
        }
    }
}
