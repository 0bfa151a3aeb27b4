// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import LocalSpend

/// All that the records of one council say of its spending.
struct SpendBook {
    let council: CouncilID?
    let ledgers: CountedLedgers
    let suppliers: SupplierBook
    /// Those whose short name means one rule.
    let definitions: [SpendDefinition]
    /// Of one short name and different rules, made apart: each is named by its identifier.
    let rivals: [RivalDefinition]
    let targets: [SpendTarget]
    let points: [SpendPoint]
    /// Of one year and definition, saved apart: none of them counts.
    let rivalFigures: [[RivalFigure]]
    let handRows: [SpendCell]
    /// What the figures leave out, and why; each a sentence.
    let notes: [String]

    init(_ session: StoreSession, council text: String?) throws {
        let council = try Self.council(text, in: session)
        self.council = council
        var notes: [String] = []
        func read<Value>(_ form: String, _ make: (Record) -> Value?) throws -> [Value] {
            let records = try session.records(form: try formID(form))
                .filter { $0.scope.council == council }
            let values = records.compactMap(make)
            if values.count < records.count {
                notes.append(
                    "\(count(records.count - values.count, "record")) of the form \(form)"
                        + " left out, in dispute or incomplete. See: keeplocal list \(form)"
                )
            }
            return values
        }
        ledgers = CountedLedgers(try read("spend_ledger", Ledger.init))
        suppliers = SupplierBook(try read("supplier", Supplier.init))
        targets = try read("spend_target", SpendTarget.init)
        (points, rivalFigures) = RivalFigure.parted(try read("spend_figure", RivalFigure.init))
        handRows = try read("spend_row", SpendCell.init)
        let named = try read("spend_definition", RivalDefinition.init)
        (definitions, rivals) = RivalDefinition.parted(named)
        self.notes =
            notes + ledgers.notes + RivalDefinition.notes(rivals)
            + RivalSupplier.notes(suppliers.rivals) + RivalFigure.notes(rivalFigures)
    }

    /// The one council whose spending is here, or the one that was named.
    private static func council(_ text: String?, in session: StoreSession) throws -> CouncilID? {
        if let text {
            guard let council = CouncilID(text) else {
                throw Failure(usage: "'\(text)' is not the name of a council, such as bradford")
            }
            return council
        }
        let councils = Set(try session.identity().actor.grants.compactMap(\.council))
        guard councils.count < 2 else {
            let names = councils.sorted().map { "--council \($0)" }.joined(separator: ", or ")
            throw Failure(usage: "You work with more than one council; say which: \(names)")
        }
        return councils.first
    }

    /// By its short name; by its identifier where two have that name.
    func definition(_ text: String) throws -> SpendDefinition {
        let isMeant = { (rival: RivalDefinition) in
            let id = rival.record.description
            return id == text.lowercased() || (text.count >= 4 && id.hasSuffix(text.lowercased()))
        }
        if let rival = rivals.first(where: isMeant) { return rival.definition }
        return try named(text)
    }

    /// Only by a short name that means one rule, as figures and targets keep it.
    func named(_ id: String) throws -> SpendDefinition {
        if let found = definitions.first(where: { $0.id == id }) { return found }
        if let note = RivalDefinition.notes(rivals.filter { $0.definition.id == id }).first {
            throw SpendError("Definition '\(id)'", note)
        }
        let known = definitions.map(\.id).joined(separator: ", ")
        throw SpendError(
            "Definition '\(id)'",
            known.isEmpty
                ? "There is no definition yet. Make one: keeplocal spend definition add"
                : "There is no such definition. There are: \(known)"
        )
    }

    /// What stands by a definition and is not shown without it.
    func resting(on id: String) -> String? {
        let figures = points.filter { $0.definition == id }.count
        let aims = targets.filter { $0.definition == id }.count
        let parts = [
            figures > 0 ? count(figures, "figure") : nil, aims > 0 ? count(aims, "target") : nil,
        ].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " and ")
    }
}

extension StoreSession {
    /// The mapping of a name.
    ///
    /// - Throws: `SpendError` with the names that there are.
    func ledgerMapping(_ name: String) throws -> LedgerMapping {
        let all = try records(form: try formID("ledger_mapping")).compactMap(LedgerMapping.init)
        let found = Set(all.filter { $0.name == name })
        guard let mapping = found.first else {
            let known = Set(all.map(\.name)).sorted().joined(separator: ", ")
            throw SpendError(
                "Mapping '\(name)'",
                known.isEmpty
                    ? "There is no mapping yet. Make one: keeplocal spend mapping add"
                    : "There is no such mapping. There are: \(known)"
            )
        }
        guard found.count == 1 else {
            throw SpendError(
                "Mapping '\(name)'",
                "Two mappings have this name and say different things. Delete the one that is"
                    + " wrong: keeplocal list ledger_mapping"
            )
        }
        return mapping
    }
}
