// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation
import Schema
import Testing

/// A device's home with the pack's forms, as an enrolment and a first sync leave it.
final class Desk {
    let home: String
    let store: FieldStore
    let bradford: CouncilID
    static let hub = OrganisationID(high: 1, low: 1)
    static let circle = OrganisationID(high: 1, low: 2)
    static let now = Instant(milliseconds: 1_795_000_000_000)
    static let today = now.date
    static let person = PersonID(high: 2, low: 1)

    /// `forms` are there besides those of the pack.
    init(
        _ role: Role = .worker,
        organisations: [OrganisationID] = [hub],
        forms: [CompiledForm] = []
    ) throws {
        home = NSTemporaryDirectory() + "keeplocal-desk-\(UUID().uuidString)"
        let bradford = try #require(CouncilID("bradford"))
        self.bradford = bradford
        store = try FieldStore(home: Home(path: home), now: { Self.now })
        let grants = try organisations.map { organisation in
            try #require(
                Grant(
                    role: role,
                    council: role.place == .installation ? nil : bradford,
                    organisation: role.place == .organisation ? organisation : nil
                )
            )
        }
        let identity = Identity(
            server: "http://127.0.0.1:1",
            authorityFile: nil,
            token: "kil_none",
            device: DeviceID(high: 3, low: 1),
            person: Self.person,
            name: "Amina",
            grants: grants
        )
        let page = PullAnswer(
            records: [],
            forms: try (Self.pack().forms + forms.map(\.definition)).map {
                try Canonical.decode(JSON.self, from: Canonical.encode($0))
            },
            directory: [
                .organisation(.init(id: Self.hub, council: bradford, name: "Advice Hub")),
                .organisation(.init(id: Self.circle, council: bradford, name: "Homecare Circle")),
            ],
            feeds: [],
            grants: grants,
            answered: 0,
            cursor: "c",
            more: false
        )
        try store.write { session in
            try session.save(identity)
            try session.stage(page)
            _ = try session.show(page, replacing: true)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: home) }

    static func pack() throws -> Pack {
        try Pack(files: try #require(Schema.packFiles("keep-it-local")))
    }

    static func form(_ name: String) throws -> CompiledForm {
        let form = try pack().forms.first { $0.id.text == name }
        return try CompiledForm(try #require(form))
    }

    /// A form of our own, from its questions as JSON.
    static func form(items: String, lists: String = "{}") throws -> CompiledForm {
        let json = """
            {"id": "sample", "version": 1, "title": "Sample", "audience": "organisation",
             "category": "case", "choiceLists": \(lists), "items": \(items)}
            """
        return try CompiledForm(
            JSONDecoder().decode(FormDefinition.self, from: Data(json.utf8))
        )
    }
}
