// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Testing

@Suite("Administration that is asked twice")
struct AdministrationTests {
    private let world: World
    private let admin: Pen
    private let amina: Pen

    init() async throws {
        world = try await World()
        admin = try await world.join(.administrator)
        amina = try await world.join(.worker, of: world.hub)
    }

    private func act<Value: Sendable>(
        _ body: @escaping @Sendable (Administering) throws -> Value
    ) async throws -> Value {
        let person = admin.person
        return try await world.storage.write { writer in
            try body(Administering(writer: writer, by: person, now: World.start))
        }
    }

    /// How long the logs are: a repeated act is kept once.
    private func length() async throws -> Sequence64 {
        let bradford = world.bradford
        return try await world.storage.read { reader in
            try [bradford, CouncilID.network, try #require(CouncilID("leeds"))]
                .map { try reader.head($0).sequence }.reduce(0, +)
        }
    }

    private func leeds(_ name: String = "Leeds") throws -> AdminRequest.Council {
        AdminRequest.Council(
            id: try #require(CouncilID("leeds")),
            name: name,
            gss: "E08000035",
            region: nil,
            orgID: "GB-LAE-LDS",
            type: "metropolitan district",
            officialName: "Leeds City Council"
        )
    }

    @Test("a council, an organisation and a role are done again without a trace")
    func same() async throws {
        let council = try leeds()
        let organisation = AdminRequest.Organisation(
            id: OrganisationID(high: 1, low: 9),
            council: council.id,
            name: "Mill"
        )
        let grant = try #require(
            Grant(role: .worker, council: council.id, organisation: organisation.id)
        )
        let person = amina.person
        var lengths: [Sequence64] = []
        for _ in 0..<2 {
            try await act { try $0.add(council) }
            try await act { try $0.add(organisation) }
            try await act {
                try $0.change(.init(person: person, grant: grant, isRevoked: false))
            }
            lengths.append(try await length())
        }
        for _ in 0..<2 {
            try await act {
                try $0.change(.init(person: person, grant: grant, isRevoked: true))
            }
            lengths.append(try await length())
        }
        #expect(lengths[0] == lengths[1])
        #expect(lengths[2] == lengths[1] + 1 && lengths[3] == lengths[2])
    }

    @Test("a person asked for again gets another code, and each code is good")
    func person() async throws {
        let grant = try #require(
            Grant(role: .reviewer, council: world.bradford, organisation: nil)
        )
        let request = AdminRequest.Person(
            id: PersonID(high: 9, low: 1),
            name: "Rosa",
            grants: [grant]
        )
        let first = try await act { try $0.add(request) }
        let before = try await length()
        let second = try await act { try $0.add(request) }
        #expect(try await length() == before)
        #expect(first.code != second.code)
        for (number, code) in [first, second].enumerated() {
            let device = DeviceID(high: 9, low: UInt64(number))
            _ = try await world.storage.write {
                try $0.enrol(
                    EnrolRequest(code: code.code, device: device, deviceName: "laptop"),
                    now: World.start
                )
            }
        }
    }

    @Test("the same identifier with other content is refused")
    func different() async throws {
        let council = try leeds()
        let other = try leeds("Leeds Council")
        try await act { try $0.add(council) }
        let organisation = AdminRequest.Organisation(
            id: world.hub,
            council: world.bradford,
            name: "Another"
        )
        let person = AdminRequest.Person(id: amina.person, name: "Somebody", grants: [])
        let refused: [@Sendable (Administering) throws -> Void] = [
            { try $0.add(other) }, { try $0.add(organisation) }, { _ = try $0.add(person) },
        ]
        for attempt in refused {
            let problem = await #expect(throws: Problem.self) { try await act(attempt) }
            #expect(problem?.code == .alreadyExists)
        }
    }

    @Test("the smallest number of people that is told is set, within its bounds, and stays set")
    func threshold() async throws {
        func bradford(_ threshold: Int?) async throws -> AdminRequest.Council {
            let known = try await world.storage.read { try $0.councils() }
                .first { $0.id == world.bradford }
            let council = try #require(known)
            return AdminRequest.Council(
                id: council.id,
                name: council.name,
                gss: council.gss,
                region: council.region,
                orgID: council.orgID,
                type: council.type,
                officialName: council.officialName,
                threshold: threshold
            )
        }
        func set(_ threshold: Int?) async throws -> Int? {
            let request = try await bradford(threshold)
            try await act { try $0.add(request) }
            let councils = try await world.storage.read { try $0.councils() }
            return councils.first { $0.id == request.id }?.threshold
        }
        #expect(try await set(10) == 10)
        // A program that knows of no threshold takes none away.
        #expect(try await set(nil) == 10)
        #expect(try await set(7) == 7)
        for wrong in [-1, 0, 2, 101] {
            let problem = await #expect(throws: Problem.self) { try await set(wrong) }
            #expect(problem?.code == .requestMalformed)
        }
        #expect(try await set(nil) == 7)
    }

    @Test("what a council is called officially is kept, from the pack and when it is added")
    func councils() async throws {
        let council = try leeds()
        try await act { try $0.add(council) }
        let councils = try await world.storage.read { try $0.councils() }
        let leeds = try #require(councils.first { $0.id == council.id })
        #expect(leeds.orgID == "GB-LAE-LDS" && leeds.officialName == "Leeds City Council")
        let bradford = try #require(councils.first { $0.id == world.bradford })
        #expect(bradford.orgID == "GB-LAE-BRD" && bradford.type == "metropolitan district")
        #expect(bradford.officialName == "City of Bradford Metropolitan District Council")
    }
}
