// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("Revoking a device and what was made with it")
struct RevocationTests {
    private let world: World
    private let amina: Pen
    private let admin: Pen

    init() async throws {
        world = try await World()
        amina = try await world.join(.worker, of: world.hub)
        admin = try await world.join(.administrator)
    }

    /// A new identity made with the token of a device.
    @discardableResult
    private func fork(_ device: DeviceID) async throws -> DeviceID {
        var random = SystemRandomNumberGenerator()
        let new = DeviceID.make(at: World.start, using: &random)
        let request = ForkRequest(device: new, deviceName: "copy")
        _ = try await world.storage.write { writer in
            let original = try #require(try writer.device(device))
            return try writer.fork(request, of: original, now: World.start)
        }
        return request.device
    }

    private func revoke(_ device: DeviceID) async throws {
        let by = admin.person
        try await world.storage.write { writer in
            try Administering(writer: writer, by: by, now: World.start)
                .revoke(AdminRequest.Revocation(device: device, reason: "stolen"))
        }
    }

    private func revoked() async throws -> Set<DeviceID> {
        try await world.storage.read { reader in
            Set(try reader.devices().filter { $0.revoked != nil }.map(\.id))
        }
    }

    @Test("a token that was stolen gives no identity that outlives it")
    func descendants() async throws {
        let other = try await world.join(.worker, of: world.hub)
        let child = try await fork(amina.device)
        let grandchild = try await fork(child)
        let stranger = try await fork(other.device)
        try await revoke(amina.device)
        #expect(try await revoked() == [amina.device, child, grandchild])
        let refused = await #expect(throws: Problem.self) { try await fork(grandchild) }
        #expect(refused?.code == .deviceRevoked)
        try await revoke(stranger)
        #expect(try await !revoked().contains(other.device))
        #expect(try await world.verify().isSound)
    }

    @Test("revoking a copy leaves the original at work")
    func copy() async throws {
        let child = try await fork(amina.device)
        try await revoke(child)
        #expect(try await revoked() == [child])
    }

    @Test("a device takes so many identities and no more, whichever of them asks")
    func bounded() async throws {
        var newest = amina.device
        for index in 0..<Limits.deviceForksMax {
            newest = try await fork(index.isMultiple(of: 2) ? newest : amina.device)
        }
        for device in [amina.device, newest] {
            let refused = await #expect(throws: Problem.self) { try await fork(device) }
            #expect(refused?.code == .forbidden)
            #expect(refused?.message.contains("code") == true)
        }
        let other = try await world.join(.worker, of: world.hub)
        try await fork(other.device)
    }

    @Test("revoked twice, it is kept in the log once")
    func twice() async throws {
        try await revoke(amina.device)
        let head = try await world.storage.read { try $0.head(.network) }
        try await revoke(amina.device)
        #expect(try await world.storage.read { try $0.head(.network) } == head)
    }
}
