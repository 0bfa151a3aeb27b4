// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldForms
import FieldModel
import FieldStore
import Figures
import Pictures

/// What a device holds that a report is made of, read in one transaction.
struct ReportMaterial {
    let cases: Cases
    /// What other organisations recorded, of those that this device also has.
    let others: [OrganisationID: CaseEntries]
    /// The records of services, whoever delivers them.
    let services: [Record]
    let periods: [Period]
    let service: (id: String, name: String)?
    let measures: [Measure]
    let today: PlainDate
    let council: CouncilID?
    /// Whose records are counted; nil where the device has none of any organisation.
    let organisation: OrganisationID?
    /// Only by this definition of local spend; nil for all.
    let definition: String?
    /// Quarters were named, of a report that is of years else.
    let isByQuarter: Bool
    let outside: ReportOutside
    let session: StoreSession
    let places: ReportPlaces?
    private let kind: ReportKind
    /// The council that was named, so that the report is of no other.
    private let named: CouncilID?
    private var isOfSeveral: Bool { kind == .network }
    /// What files told before; nil of what is for ourselves.
    var told: Publication?

    init(
        _ session: StoreSession,
        _ kind: ReportKind,
        _ options: ReportOptions,
        _ place: Place,
        _ outside: ReportOutside = ReportOutside()
    ) throws {
        (self.session, self.outside, definition) = (session, outside, options.definition)
        (self.kind, named) = (kind, place.council)
        today = session.today
        periods = try options.periods(today: session.today)
        isByQuarter = options.quarter != nil || options.quarters != nil
        let entries = try kind.entries(session).filter {
            place.council == nil || $0.key.council == place.council
        }
        services = entries.values.flatMap(\.services).sorted { $0.id < $1.id }
        organisation =
            kind.isAboutCases
            ? try Self.organisation(of: entries, place, session)
            : place.organisation
        others = Self.others(than: organisation, entries)
        let own = entries.keys.sorted().filter { [organisation] in
            kind.isAboutCases && $0.audience == .organisation && $0.organisation == organisation
        }
        // Services, and what was decided about work after their end.
        let shared = entries.keys.filter { [organisation] in
            $0.audience == .council && $0.organisation == organisation
        }
        council =
            try place.council ?? own.first?.council ?? entries.keys.sorted().first?.council
            ?? session.identity().actor.grants.lazy.compactMap(\.council).first
        cases = Cases(CaseEntries(joining: (own + shared).compactMap { entries[$0] }))
        measures = try session.measures().map(Measure.init)
        service = try options.service.map { [services] in
            try Self.service($0, services) { name in
                entries.values.contains { $0.hasEnrolment(naming: name) }
            }
        }
        places = try options.placeKind(of: kind).map { [council, cases, periods] kind in
            let book = try PlaceBook(session, of: council)
            return try ReportPlaces(kind, boundaries: options.boundaries, book, cases, periods)
        }
    }

    /// People of two organisations are never counted together: nobody knows who is the same.
    private static func organisation(
        of entries: [Scope: CaseEntries],
        _ place: Place,
        _ session: StoreSession
    ) throws -> OrganisationID? {
        let scopes = entries.keys.filter { $0.audience == .organisation }
        let found = Set(scopes.compactMap(\.organisation))
        if let named = place.organisation { return named }
        guard found.count > 1 else { return found.first }
        let names = try found.map { try session.name(of: $0) }.sorted().joined(separator: ", ")
        throw Failure(
            usage: "This device has records of several organisations (\(names)). Name one with"
                + " --organisation."
        )
    }

    private static func others(
        than own: OrganisationID?,
        _ entries: [Scope: CaseEntries]
    ) -> [OrganisationID: CaseEntries] {
        let scopes = entries.keys.filter { $0.audience == .organisation && $0.organisation != own }
        var others: [OrganisationID: [CaseEntries]] = [:]
        for scope in scopes {
            guard let id = scope.organisation, let found = entries[scope] else { continue }
            others[id, default: []].append(found)
        }
        return others.mapValues(CaseEntries.init(joining:))
    }

    private static func service(
        _ text: String,
        _ services: [Record],
        isNamed: (String) -> Bool
    ) throws -> (String, String) {
        let services = services.map { record in
            let name = FieldPath("name").flatMap { record.fields[$0] }?.words
            return (id: record.id.description, name: name ?? record.id.short)
        }
        let isMeant = { (id: String, name: String) in
            id == text || name.lowercased() == text.lowercased()
                || (text.count >= 4 && id.hasSuffix(text.lowercased()))
        }
        let meant = services.filter { isMeant($0.id, $0.name) }
        if let only = meant.first, meant.count == 1 { return only }
        if meant.isEmpty, isNamed(text) { return (text, text) }
        throw Failure(
            usage: meant.isEmpty
                ? "No service '\(text)' is on this device, and no enrolment names it. See them"
                    + " with: keeplocal list service"
                : "'\(text)' fits \(meant.count) services. Write the identifier of one."
        )
    }
}

extension ReportMaterial {
    func subtitle(isOverPeriods: Bool) throws -> String {
        var parts: [String] = []
        if let organisation {
            let day = isOverPeriods ? periods.last?.last ?? today : today
            parts.append(inert(try session.name(of: organisation, on: min(day, today))))
        } else if let council {
            parts.append(inert(try session.name(of: council)))
        }
        guard isOverPeriods else { return (parts + ["\(today)"]).joined(separator: ", ") }
        if let service { parts.append(inert(service.name)) }
        if let first = periods.first, let last = periods.last {
            parts.append(periods.count == 1 ? first.title : "\(first.title) to \(last.title)")
        }
        return parts.joined(separator: ", ")
    }

    /// The council of whose devices it is told: only some reports are of one alone.
    var councilOfDevices: CouncilID? {
        kind.isAboutCases || kind == .principles || kind == .spend ? council : named
    }

    func qualitySentences() throws -> [String] {
        let status = try session.status()
        return [
            try twiceSentence(),
            status.missing > 0
                ? "\(count(status.missing, "record")) from older forms lack an answer that is"
                    + " needed now. See them with: keeplocal list --missing" : nil,
            status.conflicts > 0
                ? "\(count(status.conflicts, "conflict")) to settle. See them with: keeplocal"
                    + " conflict list" : nil,
            try unseenSentence(),
            status.refused.isEmpty
                ? nil : "\(count(status.refused.count, "change")) refused by the server.",
        ].compactMap { $0 }
    }

    /// Among very many, comparing takes longer than the whole report: then it says where to look.
    private func twiceSentence() throws -> String? {
        guard organisation != nil, !cases.participants.isEmpty else { return nil }
        guard cases.participants.count <= 10_000 else {
            return "Who may be recorded twice is told by: keeplocal participant duplicates"
        }
        let pairs = try session.duplicates().pairs.count
        guard pairs > 0 else { return nil }
        return "\(count(pairs, "pair")) of people who may be recorded twice. See them with:"
            + " keeplocal participant duplicates"
    }

    /// The choices of a question about participants, as the form offers them.
    func choices(of name: String) throws -> [(name: String, title: String)] {
        guard let id = FormID("participant"), let versions = try session.versions(of: id),
            let path = FieldPath(name)
        else { return [] }
        let template = versions.place(of: path).template
        let field = try session.form(id).fields.first { $0.template == template }
        return field?.listed.map { ($0.name, inert($0.label)) } ?? []
    }

    func returns() throws -> [ReturnTable.Entry] { try session.reportedReturns() }

    /// What returns about the people of the report said: the council may tell it whenever it likes.
    func returnsOfOwn() throws -> FigureTable? {
        guard kind.isAboutCases, let organisation else { return nil }
        let own = try session.returns().filter { $0.record.scope.organisation == organisation }
        return ReturnTable(try session.reportedReturns(own)).table
    }

    /// The measures of which a report on outcomes has no table: that is told by it as well.
    func absentMeasures(in report: Report) -> FigureTable? {
        guard kind == .outcomes, !report.sections.isEmpty else { return nil }
        let absent = measures.map(\.key).filter { key in
            !report.sections.contains { $0.table.tells(ofMeasure: key) }
        }
        return OutcomeTables.nobody(of: absent, cases, in: periods, of: service?.id)
    }

    /// The smallest number of people that may be told, as the council set it; of several councils
    /// the one that asks for most.
    func threshold() throws -> Int? {
        isOfSeveral ? try session.strictestThreshold() : try council.map(session.threshold)
    }

    /// Whose people the numbers are of, as what was told is remembered: those of returns are the
    /// same whichever organisation was named.
    var about: String { kind.isAboutCases ? organisation?.description ?? "" : "" }
}
