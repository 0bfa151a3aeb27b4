// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Pictures

extension StoreSession {
    /// The last sync, and what share of the devices of an organisation, else of a council or of
    /// all councils, had synced by then: how far figures about them can be complete.
    func asOf(_ organisation: OrganisationID?, in council: CouncilID?) throws -> String {
        guard let last = try glance().lastSync else {
            return "This device has never synced: only what was recorded on it is counted."
        }
        let synced = "As of last sync \(last.words)"
        if let told = try freshness()?.told(of: organisation, in: council) {
            return "\(synced), \(try words(of: told))."
        }
        let sees = try seesDevices(of: organisation, in: council)
        return sees ? "\(synced); what share of devices had synced is not known." : "\(synced)."
    }

    /// How many devices have synced, for who is told of any: one line where they have one place.
    func deviceLines() throws -> [String] {
        if let words = try deviceWords() { return "\(words): keeplocal devices".wrapped() }
        return try freshness() == nil
            ? [] : ["How many devices of each council have synced: keeplocal devices"]
    }

    /// The same without the command; nil where there are more places than a few lines tell.
    func deviceWords() throws -> String? {
        guard let told = try freshness()?.told(of: nil, in: nil), told.places.count <= 3 else {
            return nil
        }
        let words = try words(of: told)
        return "\(words.prefix(1).uppercased())\(words.dropFirst())"
    }

    func words(of freshness: Freshness) throws -> String {
        try freshness.words { try name(of: $0) }
    }

    func name(of place: Freshness.Place) throws -> String {
        inert(try place.organisation.map { try name(of: $0) } ?? name(of: place.council))
    }

    private func seesDevices(of organisation: OrganisationID?, in council: CouncilID?) throws
        -> Bool
    {
        let actor = try identity().actor
        guard let organisation, let council else { return actor.seesDevices }
        return actor.deviceSight(of: organisation, in: council) > .nothing
    }
}

extension JSON {
    /// With the numbers of devices that had synced; null where they are not known.
    func adding(devices: Freshness?) -> JSON {
        guard case .object(var members) = self else { return self }
        members["devices"] = devices?.json ?? .null
        return .object(members)
    }
}
