// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Standards

/// What a device holds that may be published: services, and the directory's names.
struct StandardMaterial {
    private let services: [(record: Record, changed: Instant)]
    private let organisations: [OrganisationID: String]
    private let council: PublishedService.Council

    init(_ session: StoreSession, _ named: String?) throws {
        let all = try session.services()
        let id = try Self.council(named, among: Set(all.map(\.record.scope.council)), session)
        services = all.filter { $0.record.scope.council == id }
        let directory = try session.directory()
        organisations = Dictionary(
            directory.compactMap { entry -> (OrganisationID, String)? in
                guard case .organisation(let found) = entry else { return nil }
                return (found.id, found.name)
            },
            uniquingKeysWith: { first, _ in first }
        )
        council = try Self.council(id, directory, session)
    }

    func publication(_ standard: Standard, _ words: PublisherWords) -> Publication {
        Publication(
            standard,
            of: services,
            organisations: organisations,
            council: council,
            words: words
        )
    }

    /// A file speaks for one publisher.
    private static func council(
        _ named: String?,
        among known: Set<CouncilID>,
        _ session: StoreSession
    ) throws -> CouncilID {
        if let named {
            if let id = CouncilID(named), known.contains(id) { return id }
            throw Failure(
                usage: "No service of a council '\(named)' is on this device. Known are: "
                    + known.map(\.text).sorted().joined(separator: ", ")
            )
        }
        if known.count == 1, let only = known.first { return only }
        throw Failure(
            usage: known.isEmpty
                ? "There are no services on this device. Sync first, or add one with: keeplocal"
                    + " admin service add"
                : "This device knows services of several councils. Name one with --council: "
                    + known.map(\.text).sorted().joined(separator: ", ")
        )
    }

    /// As the directory has it; what that leaves out, as the pack has it.
    private static func council(
        _ id: CouncilID,
        _ directory: [DirectoryEntry],
        _ session: StoreSession
    ) throws -> PublishedService.Council {
        let reference = try session.councilReferences().first { $0.id == id }
        let entry = directory.lazy.compactMap { entry -> DirectoryEntry.Council? in
            guard case .council(let found) = entry, found.id == id else { return nil }
            return found
        }.first
        return PublishedService.Council(
            id: id,
            name: entry?.officialName ?? reference?.officialName ?? entry?.name ?? id.text,
            orgID: entry?.orgID ?? reference?.orgID,
            gss: entry?.gss ?? reference?.gss
        )
    }
}
