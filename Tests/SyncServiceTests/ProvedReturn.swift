// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Sealing
import SyncService
import Testing

/// A server with returns that wait for a champion's approval, and what a passphrase proves.
struct ProvedReturn {
    let world: World
    let carol: Pen
    let rosa: Pen
    let saeed: Pen
    let admin: Pen

    static let right = "four words nobody guesses"
    static let wrong = "four words somebody guesses"

    init() async throws {
        world = try await World()
        carol = try await world.join(.coordinator, of: world.hub)
        rosa = try await world.join(.reviewer)
        saeed = try await world.join(.seniorChampion)
        admin = try await world.join(.administrator)
        _ = try await world.storage.write { try $0.requireKeyForTests() }
    }

    private init(_ former: ProvedReturn, in world: World) {
        self.world = world
        (carol, rosa) = (former.carol.moved(to: world), former.rosa.moved(to: world))
        (saeed, admin) = (former.saeed.moved(to: world), former.admin.moved(to: world))
    }

    func moved(to world: World) -> ProvedReturn { ProvedReturn(self, in: world) }

    static func key(_ passphrase: String, of pen: Pen) throws -> ApprovalKey {
        try ApprovalKey(passphrase: Passphrase(passphrase).bytes, of: pen.person.description)
    }

    /// A return of that quarter, on its way up to the reviewer's acceptance.
    func accepted(_ quarter: String = "2026-Q3") async throws -> ReturnRevision {
        let create = try carol.change(
            .create,
            carol.newRecord(),
            form: "quarterly_return",
            patch: ["period": Edit(to: .text(quarter))],
            audience: .council
        )
        try await carol.store(create)
        let revision = create.opened
        let content = try revision.contentHash()
        for (pen, move) in [
            (carol, .prepare), (carol, .submit(revision: revision)),
            (rosa, .review(content: content)), (rosa, .accept(content: content)),
        ] as [(Pen, ReturnMove)] {
            try await pen.store(try await step(pen, move, on: create.record))
        }
        return revision
    }

    func step(_ pen: Pen, _ move: ReturnMove, on record: RecordID) async throws -> Change {
        try await world.step(pen, record, move, saying: "because")
    }

    /// Saeed's approval, with a proof by that passphrase; `claiming` is what it is a proof of.
    func approval(
        of revision: ReturnRevision,
        by passphrase: String?,
        claiming other: ((ApprovalClaim) -> ApprovalClaim)? = nil
    ) async throws -> Change {
        let content = try revision.contentHash()
        let plain = try await step(saeed, .approve(content: content), on: revision.record)
        guard let passphrase else { return plain }
        let claim = ApprovalClaim(
            change: plain.id,
            record: revision.record,
            content: content,
            person: saeed.person
        )
        let server = try #require(try await world.storage.read { try $0.bundleKey() })
        let sealed = try SealedProof.seal(
            Self.key(passphrase, of: saeed).sign((other?(claim) ?? claim).bytes),
            to: server.publicText
        )
        let proof = try #require(sealed)
        return plain.with(move: .approve(content: content, proof: proof))
    }

    func code(for pen: Pen) async throws -> String {
        let (by, person) = (admin.person, pen.person)
        return try await world.storage.write { writer in
            try Administering(writer: writer, by: by, now: World.start)
                .addPassphraseCode(AdminRequest.Passphrase(person: person)).code
        }
    }

    /// Sets Saeed's passphrase, or says why not.
    func set(
        _ passphrase: String,
        code: String? = nil,
        present: String? = nil,
        now: Instant = World.start
    ) async throws -> String? {
        let key = try Self.key(passphrase, of: saeed).publicText
        let claim = PassphraseClaim(person: saeed.person, device: saeed.device, key: key)
        let proof = try present.map {
            try Self.key($0, of: saeed).sign(claim.bytes).base64EncodedString()
        }
        let device = saeed.device
        return try await world.storage.write { writer in
            let stored = try #require(try writer.device(device))
            let request = PassphraseRequest(key: key, code: code, proof: proof)
            return try writer.setPassphrase(request, of: stored, now: now)?.code.text
        }
    }

    /// Makes the council ask it of everybody, or only of who has set one.
    func require(_ stepUp: DirectoryEntry.Council.StepUp) async throws {
        let (by, bradford) = (admin.person, world.bradford)
        try await world.storage.write { writer in
            let known = try #require(try writer.councils().first { $0.id == bradford })
            try Administering(writer: writer, by: by, now: World.start).add(
                AdminRequest.Council(
                    id: known.id,
                    name: known.name,
                    gss: known.gss,
                    region: known.region,
                    orgID: known.orgID,
                    type: known.type,
                    officialName: known.officialName,
                    stepUp: stepUp
                )
            )
        }
    }

    func state(of revision: ReturnRevision) async throws -> ReturnState {
        ReturnProgress(try await world.record(revision.record).state).state
    }
}

extension StorageWriter {
    /// Made when a first device is enrolled, which the pens of tests never were.
    fileprivate func requireKeyForTests() throws -> String {
        let key = BundleKey()
        try set("bundleKey", to: key.text)
        return key.publicText
    }
}
