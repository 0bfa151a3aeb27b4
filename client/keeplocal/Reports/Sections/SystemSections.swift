// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldModel
import FieldStore
import Figures
import Pictures

/// The report on the whole system: people in several services, referrals, waiting.
extension ReportMaterial {
    func systemSections() throws -> [Report.Section] {
        let tables = SystemTables(cases, in: periods, organisations: try organisationsByService())
        let waiting = tables.waiting
        let several = tables.several
        let flows = [tables.referredOn, tables.referredHere].map { table in
            Report.Section(table, charts: [Chart(.bars, "People", columns: ["people"])])
        }
        return [
            .init(
                several,
                charts: [Chart(.dots, "In two services or more", columns: ["share"])],
                sentences: [
                    "Only services of one organisation: nobody knows who is the same in"
                        + " another."
                ]
            ),
            .init(waiting, charts: [Chart(.bars, "Median days", columns: ["median days"])]),
        ] + flows + (try othersFlows())
    }

    /// What other organisations on this device refer on: few people are not told even here.
    private func othersFlows() throws -> [Report.Section] {
        guard !others.isEmpty else { return [] }
        let byName = try organisationsByService()
        let threshold = Threshold(try threshold() ?? Threshold.usual)
        let theirs = others.mapValues { Cases($0) }
        let flows = try theirs.sorted { $0.key < $1.key }.map { id, cases in
            var disclosing = Disclosing(threshold, about: id.description)
            let tables = SystemTables(cases, in: periods, organisations: byName)
            let name = inert(try session.name(of: id))
            let table = tables.referredOn.titled("Referred on by \(name)")
            return Report.Section(disclosing.told(table))
        }
        var disclosing = Disclosing(threshold)
        let shared = disclosing.told(SystemTables.shared([cases] + theirs.values))
        return [.init(shared)] + flows
    }

    /// The organisation that delivers a service, by the service's identifier and its name.
    private func organisationsByService() throws -> [String: String] {
        var found: [String: String] = [:]
        for service in services {
            guard let organisation = service.scope.organisation else { continue }
            let name = inert(try session.name(of: organisation))
            found[service.id.description] = name
            if let title = service.text("name") { found[title.lowercased()] = name }
        }
        return found
    }
}
