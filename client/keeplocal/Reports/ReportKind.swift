// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures
import Pictures

/// The reports that there are.
enum ReportKind: String, CaseIterable {
    case outcomes, reach, neighbourhoods, quality, returns, principles
    case spend, board, conflicts, early, system, simplicity, network

    var about: String {
        switch self {
        case .outcomes: "What changed for people, measure by measure, over quarters"
        case .reach: "People and contacts over quarters, levels of need at entry, needs"
        case .neighbourhoods: "Which services reach which wards; where need is high and reach low"
        case .quality: "How far the records can be relied on, and what to put right"
        case .returns: "What was reported in returns that were accepted or approved"
        case .principles: "The six principles: the level now, before, and aimed at"
        case .spend: "Local spend: the way to the target, circles, kinds of suppliers"
        case .board: "Returns that are awaited, whose turn it is, what came in time"
        case .conflicts: "Conflicts by age, by cause, and who has to decide"
        case .early: "Early intervention: by pounds, by services, by people"
        case .system: "People in several services, referrals, waiting times"
        case .simplicity: "Size and length of contracts, what is asked for them, and feedback"
        case .network: "Several councils: each one's own course, and bands in place of ranks"
        }
    }

    func report(of material: ReportMaterial) throws -> Report {
        // Where nobody's records are, nought would be a wrong number.
        let isEmpty = isWithoutPeople(material)
        return Report(
            name: rawValue,
            title: title,
            subtitle: try material.subtitle(
                isOverPeriods: isOverPeriods || self == .spend && material.isByQuarter
            ),
            freshness: try material.freshness(),
            devices: try material.devices(),
            sections: isEmpty ? [] : try sections(material),
            notes: (material.places?.notes ?? []) + (isEmpty ? [Self.nobody] : [])
                + (self == .network ? try material.networkNotes() : [])
        )
    }

    private func sections(_ material: ReportMaterial) throws -> [Report.Section] {
        switch self {
        case .outcomes:
            material.places?.outcomes(material) ?? Self.outcomes(material)
        case .reach: try material.places?.reach(material) ?? Self.reach(material)
        case .neighbourhoods: try material.places?.coverage(material) ?? []
        case .quality: try Self.quality(material)
        case .returns:
            [
                Self.returns(
                    try material.returns(),
                    sentences: try material.session.twinSentences()
                )
            ]
        case .principles: try material.principleSections()
        case .spend: try material.spendSections()
        case .board: try material.boardSections()
        case .conflicts: try material.conflictSections()
        case .early: try material.earlySections()
        case .system: try material.systemSections()
        case .simplicity: try material.simplicitySections()
        case .network: try material.networkSections()
        }
    }

    private func isWithoutPeople(_ material: ReportMaterial) -> Bool {
        isAboutCases && self != .early && material.organisation == nil
    }

    private static let nobody =
        "No people's records are on this device: they stay with the organisations, which draw this"
        + " report of their own."

    private var title: String {
        switch self {
        case .outcomes: "What changed for people"
        case .reach: "Whom we reached"
        case .neighbourhoods: "Whom our services reach, and where"
        case .quality: "How far our records can be relied on"
        case .returns: "What was reported"
        case .principles: "Keep it Local: the six principles"
        case .spend: "How much of the money stays here"
        case .board: "Which returns are awaited"
        case .conflicts: "What waits for a decision"
        case .early: "How early we help"
        case .system: "How services hang together"
        case .simplicity: "How simple it is to be commissioned"
        case .network: "Councils beside each other"
        }
    }

    var isOverPeriods: Bool {
        [.outcomes, .reach, .neighbourhoods, .early, .system, .network].contains(self)
    }

    /// It is about others' numbers, so that few people are told to nobody, on the screen neither.
    var isNeverOurs: Bool { self == .network }

    /// Of one organisation's people, so that it must be clear whose.
    var isAboutCases: Bool {
        [.outcomes, .reach, .neighbourhoods, .quality, .early, .system].contains(self)
    }

    /// What it counts, by scope; of those that are not about people, services alone are read.
    func entries(_ session: StoreSession) throws -> [Scope: CaseEntries] {
        guard !isAboutCases else { return try session.caseEntries() }
        let services = try session.countedRecords(of: [formID("service")])
        return Dictionary(grouping: services, by: \.scope).mapValues { CaseEntries($0) }
    }

    private static func outcomes(_ material: ReportMaterial) -> [Report.Section] {
        let tables = OutcomeTables(
            material.cases,
            in: material.periods,
            of: material.service?.id,
            measures: material.measures,
            today: material.today
        ).tables
        return tables.map { table in
            let chart =
                material.periods.count > 1
                ? Chart(.lines, "Improved, per cent", columns: ["improved"], top: 100)
                : Chart(.dots, "Improved, within the range of chance", columns: ["improved"])
            return Report.Section(table, charts: [chart])
        }
    }

    private static func reach(_ material: ReportMaterial) throws -> [Report.Section] {
        let tiers = try material.choices(of: "need")
        let tables = ReachTables(
            material.cases,
            in: material.periods,
            of: material.service?.id,
            tiers: tiers,
            needs: try material.choices(of: "needs")
        )
        let levels = Chart(
            .stacked,
            "New people by level",
            columns: tiers.map(\.title) + ["not known"]
        )
        return [
            .init(tables.people, charts: [Chart(.bars, "People", columns: ["people"])]),
            .init(tables.entry, charts: [levels]),
            .init(tables.early(["universal", "early_help"])),
            .init(tables.need, charts: [Chart(.bars, "People", columns: ["people"])]),
        ]
    }

    private static func quality(_ material: ReportMaterial) throws -> [Report.Section] {
        let table = QualityTable(material.cases, today: material.today).table
        return [.init(table, sentences: try material.qualitySentences())]
    }

    private static func returns(
        _ entries: [ReturnTable.Entry],
        sentences: [String]
    ) -> Report.Section {
        let chart = Chart(.bars, "People supported, as reported", columns: ["people"])
        return .init(ReturnTable(entries).table, charts: [chart], sentences: sentences)
    }
}
