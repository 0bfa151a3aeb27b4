// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import SyncHTTP
import SyncService
import Testing

/// A world behind the real router, spoken to without sockets.
final class RouteWire: Sendable {
    let world: World
    let core: ServerCore
    let time: Ticking
    /// Somebody for administrators to act upon.
    let bystander: (person: PersonID, device: DeviceID)

    init(bounds: Uploading.Bounds = Uploading.Bounds(), freeBytesMin: Int64 = 0) async throws {
        let (world, time) = (try await World(), Ticking())
        (self.world, self.time) = (world, time)
        core = ServerCore(
            storage: world.storage,
            files: try world.files(freeBytesMin: freeBytesMin),
            bounds: bounds,
            now: { time.now }
        )
        let pen = try await world.join(.worker, of: world.hub)
        bystander = (pen.person, pen.device)
    }

    /// Speaks to a server that is there already.
    init(world: World, core: ServerCore, bystander pen: Pen) {
        (self.world, self.core, time) = (world, core, Ticking())
        bystander = (pen.person, pen.device)
    }

    /// The clock that the server reads.
    final class Ticking: Sendable {
        private let instant = Mutex(World.start)

        var now: Instant { instant.withLock { $0 } }

        func pass(seconds: Int64) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    func get(_ path: String, token: String? = nil) async throws -> Answer {
        try await send(.get, path, Self.bearer(token))
    }

    func post(
        _ path: String,
        token: String? = nil,
        _ body: Data,
        encoding: String? = nil
    ) async throws -> Answer {
        var headers = Self.bearer(token)
        headers[.contentEncoding] = encoding
        return try await send(.post, path, headers, body)
    }

    private static func bearer(_ token: String?) -> HTTPFields {
        token.map { [.authorization: "Bearer \($0)"] } ?? [:]
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: HTTPFields,
        _ body: Data? = nil
    ) async throws -> Answer {
        let router = Routes(core: core).router()
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try await Application(router: router, logger: quiet).test(.router) { client in
            let response = try await client.executeRequest(
                uri: "/" + path,
                method: method,
                headers: headers,
                body: body.map { ByteBuffer(bytes: $0) }
            )
            return Answer(
                status: response.status.code,
                headers: response.headers,
                body: Data(response.body.readableBytesView)
            )
        }
    }

    func push(_ token: String?, _ changes: [Change]) async throws -> Answer {
        let body = try Canonical.encode(PushRequest(changes: changes))
        return try await post("v1/push", token: token, body)
    }

    func pull(_ token: String?, _ query: String = "") async throws -> Answer {
        try await get("v1/pull" + query, token: token)
    }

    /// How many changes, answers and people there are: what a refused request must leave alone.
    func stored() async throws -> Stored {
        try await world.storage.read { reader in
            var stored = Stored()
            for council in try reader.councils() {
                stored.entries += Int(try reader.head(council.id).sequence)
            }
            stored.entries += Int(try reader.head(.network).sequence)
            stored.people = try reader.persons().count
            stored.counters = try reader.devices().map(\.lastCounter).reduce(0, +)
            return stored
        }
    }

    struct Stored: Hashable {
        var entries = 0
        var people = 0
        var counters: Int64 = 0
    }

    /// What came back.
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPFields
        let body: Data

        var text: String { String(decoding: body, as: UTF8.self) }

        func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
            try Canonical.decode(type, from: body)
        }

        /// The problem document; an answer of another kind is an issue.
        func problem() throws -> Problem {
            #expect(headers[.contentType] == "application/problem+json")
            return try decoded(Problem.self)
        }

        /// Status and code, such as `401 token.invalid`; the status alone where all went well.
        var verdict: String {
            guard status >= 400 else { return "\(status)" }
            let code = try? decoded(Problem.self).code
            return "\(status) \(code?.text ?? "no problem document: \(text.prefix(200))")"
        }
    }
}

extension World {
    static let mill = OrganisationID(high: 1, low: 3)

    /// A person with a role in an organisation of another council.
    func joinElsewhere(_ role: Role) async throws -> Pen {
        let kirklees = try #require(CouncilID("kirklees"))
        let grant = try #require(
            Grant(
                role: role,
                council: role.place == .installation ? nil : kirklees,
                organisation: role.place == .organisation ? Self.mill : nil
            )
        )
        var random = SystemRandomNumberGenerator()
        let person = PersonID.make(at: Self.start, using: &random)
        let device = DeviceID.make(at: Self.start, using: &random)
        let token = Secret.token()
        let mill = DirectoryEntry.Organisation(id: Self.mill, council: kirklees, name: "Old Mill")
        try await storage.write { writer in
            if try !writer.organisations().contains(mill) { try writer.place(mill) }
            try writer.place(person, called: role.rawValue, with: grant)
            try writer.add(
                StoredDevice(
                    id: device,
                    person: person,
                    name: "tablet",
                    token: Secret.hash(token: token),
                    enrolled: Self.start
                ),
                by: person
            )
        }
        return Pen(world: self, person: person, device: device, grant: grant, token: token)
    }

    func revoke(_ pen: Pen) async throws {
        let id = pen.device
        try await storage.write { writer in
            var device = try #require(try writer.device(id))
            device.revoked = Self.start
            try writer.save(device)
            try writer.record(.revoked(id, reason: "lost"), in: nil, by: nil, at: Self.start)
        }
    }
}
