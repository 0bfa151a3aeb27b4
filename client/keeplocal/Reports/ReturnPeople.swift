// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Figures

/// Whom returns tell of, as reports of an organisation's own records name them.
struct ReturnPeople {
    private let services: [OrganisationID: [Record]]
    private let measures: [String]

    init(_ session: StoreSession) throws {
        let services = try session.countedRecords(of: [formID("service")])
        self.services = services.reduce(into: [:]) { found, service in
            guard let organisation = service.scope.organisation else { return }
            found[organisation, default: []].append(service)
        }
        measures = try session.measures().map(\.key)
    }

    /// Nil where nobody can know whose people they are.
    ///
    /// `said` is the service as the return has it.
    func people(of key: ReturnKey, _ said: String?) -> ReturnTable.People? {
        guard let organisation = key.scope.organisation else { return nil }
        let own = services[organisation] ?? []
        let ids = own.map(\.id.description)
        let meant = own.filter {
            $0.id.description.lowercased() == key.service
                || $0.text("name")?.lowercased() == key.service
        }
        let one = meant.count == 1 ? meant.map(\.id.description) : [said ?? ""]
        return ReturnTable.People(
            of: organisation.description,
            in: key.period.quarters.map(Period.init),
            // All that an organisation does is each of its services, and what is in none.
            services: Set(key.service.isEmpty ? ids + [""] : one),
            measures: measures
        )
    }
}
