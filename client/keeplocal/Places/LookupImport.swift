// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Places
import Workbooks

/// A lookup of the Office for National Statistics on its way to become a record of each council
/// that this person works for: all of them, or nothing.
///
/// The Office publishes England and Wales in one file. Rows of other councils are counted and
/// dropped, as no record here could ever need them.
struct LookupImport {
    let store: FieldStore
    let place: PlaceOptions
    let path: String
    let title: String?
    let day: PlainDate
    let isRehearsal: Bool

    struct Outcome {
        let councils: [Council]
        let elsewhere: Int
    }

    /// What became of one council's rows.
    struct Council {
        let id: CouncilID
        let name: String
        let record: RecordID?
        let lookup: WardLookup
        /// True where the same was imported before.
        let isKnown: Bool
    }

    private struct Target {
        let scope: Scope
        let name: String
        let gss: String
        let lsoas: Int?
    }

    func run() throws -> Outcome {
        // Who may not import is told so before a long file is read.
        let targets = try store.read(targets)
        let (file, reading, edition) = try read(targets)
        let councils = try store.write(isRehearsal: isRehearsal) { session in
            try targets.map { target in
                let areas = try areas(of: target, reading)
                let lookup = WardLookup(
                    title: title ?? URL(filePath: path).lastPathComponent,
                    boundaries: day,
                    edition: edition,
                    wardOf: areas.wardOf,
                    names: areas.names,
                    source: file.sha256.description
                )
                return try save(lookup, target, session)
            }
        }
        return Outcome(councils: councils, elsewhere: reading.elsewhere)
    }

    private func targets(_ session: StoreSession) throws -> [Target] {
        let form = try session.form(formID("ward_lookup"))
        let place = try place.place(in: session)
        var scopes = try session.scopes(of: form, in: place)
        if scopes.isEmpty { scopes = [try session.scope(of: form, in: place)] }
        let known = try session.councilReferences()
        return try scopes.map { scope in
            guard let council = known.first(where: { $0.id == scope.council }) else {
                throw PlaceError(
                    path,
                    "The code of the council \(scope.council) is not known here, so its rows cannot"
                        + " be found. Nothing was imported. Name another one: --council"
                )
            }
            return Target(
                scope: scope,
                name: council.name,
                gss: council.gss,
                lsoas: council.lsoas
            )
        }
    }

    private func read(_ targets: [Target]) throws -> (LedgerFile, LookupReading, Int) {
        let file = try LedgerFile(path)
        var rows = try file.rows()
        guard let first = try rows.next() else { throw PlaceError(path, "The file has no lines.") }
        let headings = try LookupHeadings(first.cells, asOf: day, line: first.line)
        var reading = LookupReading(headings, of: targets.map(\.gss))
        while let row = try rows.next() { try reading.take(row.cells, line: row.line) }
        return (file, reading, headings.edition)
    }

    private func areas(of target: Target, _ reading: LookupReading) throws -> LookupReading.Areas {
        let found = reading.areas[target.gss]?.wardOf.count ?? 0
        guard let areas = reading.areas[target.gss], found > 0 else {
            throw PlaceError(
                path,
                "It has no row of \(target.name) (\(target.gss)). Nothing was imported. Take the"
                    + " file of all of England and Wales."
            )
        }
        if let lsoas = target.lsoas, found != lsoas {
            throw PlaceError(
                path,
                "\(target.name) has \(lsoas) neighbourhoods (LSOA 2021), and the file \(found) of"
                    + " them. Nothing was imported. Download it anew, all of it."
            )
        }
        return areas
    }

    private func save(
        _ lookup: WardLookup,
        _ target: Target,
        _ session: StoreSession
    ) throws -> Council {
        let book = try PlaceBook(session, of: target.scope.council)
        if let known = try known(lookup, book, target) {
            return Council(
                id: target.scope.council,
                name: target.name,
                record: known.record,
                lookup: known.lookup,
                isKnown: true
            )
        }
        let saved = try session.create(
            formID("ward_lookup"),
            fields: lookup.fields,
            in: target.scope.place
        )
        return Council(
            id: target.scope.council,
            name: target.name,
            record: saved.record,
            lookup: lookup,
            isKnown: false
        )
    }

    /// The same lookup, imported before.
    ///
    /// - Throws: `PlaceError` where another one of that day says otherwise, or the same file was
    ///   imported for another day.
    private func known(
        _ lookup: WardLookup,
        _ book: PlaceBook,
        _ target: Target
    ) throws -> (record: RecordID, lookup: WardLookup)? {
        let same = book.imported.first { $0.lookup.boundaries == lookup.boundaries }
        if let same {
            if same.lookup.says(lookup) { return same }
            let differences = lookup.differences(from: same.lookup)
            throw PlaceError(
                path,
                "Boundaries of \(lookup.boundaries) are here already for \(target.name), and differ"
                    + " in \(count(differences.count, "neighbourhood")), such as"
                    + " \(differences.first ?? "a ward's name"). Nothing was imported."
                    + " If this file is right, delete the other first: keeplocal"
                    + " delete \(same.record)"
            )
        }
        if let other = book.imported.first(where: { $0.lookup.source == lookup.source }) {
            throw PlaceError(
                path,
                "The same file was imported as the boundaries of \(other.lookup.boundaries)."
                    + " Nothing was imported. If that day is wrong, delete it first: keeplocal"
                    + " delete \(other.record)"
            )
        }
        return nil
    }
}
