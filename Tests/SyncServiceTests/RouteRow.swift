// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import SyncService
import Testing

/// One row a route: what it needs of those who ask, and a request that is right in every other way.
struct RouteRow: Sendable, CustomTestStringConvertible {
    enum Need: Sendable { case nothing, device, administrator }

    let method: HTTPRequest.Method
    let path: String
    let need: Need
    let body: (@Sendable (RouteWire) throws -> Data)?

    var testDescription: String { "\(method) \(path)" }

    static func get(_ path: String, _ need: Need) -> Self {
        Self(method: .get, path: path, need: need, body: nil)
    }

    static func post(
        _ path: String,
        _ need: Need,
        _ body: @escaping @Sendable (RouteWire) throws -> any Encodable
    ) -> Self {
        Self(method: .post, path: path, need: need) { try Canonical.encode(body($0)) }
    }

    static func id<Kind>() -> Identifier<Kind> {
        var random = SystemRandomNumberGenerator()
        return .make(at: World.start, using: &random)
    }

    static let all: [RouteRow] = [
        .get("healthz", .nothing),
        .post("v1/devices", .device) { _ in ForkRequest(device: id(), deviceName: "copy") },
        .post("v1/push", .device) { _ in PushRequest(changes: []) },
        .get("v1/pull", .device),
        .get("v1/forms", .device),
        .get("v1/conflicts", .device),
        .get("v1/conflicts?reveal=true&reason=complaint", .device),
        .get("v1/erasures", .device),
        .post("v1/admin/councils", .administrator) { _ in
            let name = "c\(id() as RecordID)"
            return AdminRequest.Council(
                id: try #require(CouncilID(name)),
                name: name,
                gss: nil,
                region: nil
            )
        },
        .post("v1/admin/organisations", .administrator) { wire in
            AdminRequest.Organisation(id: id(), council: wire.world.bradford, name: "New")
        },
        .post("v1/admin/grants", .administrator) { wire in
            AdminRequest.GrantChange(
                person: wire.bystander.person,
                grant: try #require(
                    Grant(role: .finance, council: wire.world.bradford, organisation: nil)
                ),
                isRevoked: false
            )
        },
        .post("v1/admin/revocations", .administrator) { wire in
            AdminRequest.Revocation(device: wire.bystander.device, reason: "lost")
        },
        .post("v1/admin/forms", .administrator) { _ in
            AdminRequest.Form(definition: PublishingTests.visit(1), isRehearsal: false)
        },
        .post("v1/admin/closings", .administrator) { _ in
            AdminRequest.FormClosing(
                form: try #require(FormID("contact")),
                isClosed: true,
                reason: "the scheme has ended",
                isRehearsal: false
            )
        },
        .get("v1/admin/closings", .administrator),
        .post("v1/admin/persons", .administrator) { _ in
            AdminRequest.Person(id: id(), name: "Someone", grants: [])
        },
        .post("v1/admin/devices", .administrator) { wire in
            AdminRequest.Device(person: wire.bystander.person)
        },
        .post("v1/admin/passphrases", .administrator) { wire in
            AdminRequest.Passphrase(person: wire.bystander.person)
        },
        .get("v1/admin/passphrases", .administrator),
        .get("v1/admin/persons", .administrator),
        .get("v1/admin/organisations", .administrator),
        .get("v1/admin/councils", .administrator),
        .get("v1/admin/devices", .administrator),
        .get("v1/admin/returns", .administrator),
    ]
}
