// SPDX-License-Identifier: Apache-2.0

import Testing

/// Two who work away from any network for 401 days, with the form that they left with.
///
/// The office goes on meanwhile: it deletes, changes the form twice, and works under what it
/// changed.
struct Absence {
    let town: Installation
    private(set) var amina: Device
    private(set) var bilal: Device
    private(set) var carol: Device
    /// Records that all had before: those that stay, and those that are deleted meanwhile.
    private(set) var shared: [String] = []
    private(set) var gone: [String] = []
    private let counts: (amina: Int, bilal: Int)

    static let sharedCount = 30
    static let goneCount = 6
    static let officeCount = 50
    /// Amina's edits of what was there: of the first of either kind.
    static let (lateEdits, sharedEdits) = (2, 6)
    /// Of those last, Carol edits the same notes under version 2.
    static let disputed = 2
    static let quarters = ["2025-07-05", "2025-04-05", "2025-01-05", "2024-10-05"]

    init(amina count: Int, bilal other: Int) async throws {
        counts = (count, other)
        town = try await Installation()
        amina = try await town.join("amina", "worker")
        bilal = try await town.join("bilal", "worker")
        carol = try await town.join("carol", "coordinator")
    }

    /// What Amina sends when she is back.
    var unsent: Int { counts.amina + Self.lateEdits + Self.sharedEdits }
    /// Every record that there is afterwards.
    var records: Int {
        counts.amina + counts.bilal + Self.sharedCount + Self.goneCount + Self.officeCount
    }
    /// Contacts that the figures of the quarter from July 2025 are made of.
    var inQuarter: Int {
        let days = (1...counts.amina).map(Self.day) + (1...counts.bilal).map(Self.day)
        return days.count { $0 == Self.quarters[0] } + Self.sharedCount + Self.officeCount
    }

    mutating func pass() async throws {
        try await begin()
        try await leave()
        try await goOn()
        try await work(amina, "amina", counts.amina / 2 + 1...counts.amina, days: 200)
        try await town.server.stop()
        try await live(on: 300)
        try await publish(ContactVersions.third, "contact-3.json")
        try await carol.run("sync")
        let office = try lines("office", 1...Self.officeCount, #""consent":true,"minutes":1"#)
        try await carol.run("import", "contact", office)
        try await carol.run("sync")
        try await town.server.stop()
        try await live(on: 401)
        try await compacted()
        try await carol.run("sync")
        let today = try ShiftedClock.environment(days: 401)
        (amina, bilal) = (amina.on(today), bilal.on(today))
    }

    /// All have the same records.
    private mutating func begin() async throws {
        let old = #""minutes":20,"note":"as it was""#
        let kept = try lines("shared", 1...Self.sharedCount, old)
        try await carol.run("import", "contact", kept)
        try await carol.run("import", "contact", try lines("gone", 1...Self.goneCount, old))
        try await carol.run("sync")
        let all = try await carol.json("list", "contact").list
        let named = { (name: String) in
            all.filter { $0["fields"]["participant"].text?.hasPrefix(name) == true }
                .compactMap { $0["record"].text }
        }
        (shared, gone) = (named("shared"), named("gone"))
        for device in [amina, bilal] { try await device.run("sync") }
    }

    /// Two go where there is no network, and work.
    private func leave() async throws {
        try await work(amina, "amina", 1...counts.amina / 2, days: 0)
        try await work(bilal, "bilal", 1...counts.bilal, days: 0)
        let edited = gone.prefix(Self.lateEdits) + shared.prefix(Self.sharedEdits)
        for record in edited {
            try await amina.run("edit", record, "--set", "note=Amina was there")
        }
    }

    /// The office deletes, and after a hundred days has another form.
    private mutating func goOn() async throws {
        for record in gone { try await carol.run("delete", record) }
        try await carol.run("sync")
        try await town.server.stop()
        try await live(on: 100)
        try await publish(ContactVersions.second, "contact-2.json")
        try await carol.run("sync")
        for record in shared.prefix(Self.disputed) {
            try await carol.run("edit", record, "--set", "remark=Carol was there")
        }
        try await carol.run("sync")
    }

    /// Server and office on a day after that on which the others left.
    private mutating func live(on days: Int) async throws {
        let environment = try ShiftedClock.environment(days: days)
        town.server.environment = environment
        carol = carol.on(environment)
        try await town.server.start()
    }

    private func compacted() async throws {
        let words = "compacted \(Self.goneCount) deleted records"
        let end = ContinuousClock.now + .seconds(120)
        while !town.server.log.contains(words) {
            guard ContinuousClock.now < end else {
                throw ProgramFailure("Nothing was compacted: \(town.server.log)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func publish(_ definition: String, _ name: String) async throws {
        let file = try town.folder.write(definition, to: name)
        #expect(try await town.admin.json("form", "add", file)["isAdded"] == true)
    }

    private func work(
        _ device: Device,
        _ name: String,
        _ numbers: ClosedRange<Int>,
        days: Int
    ) async throws {
        let device = device.on(try ShiftedClock.environment(days: days))
        let own = #""minutes":25,"safeguarding":true"#
        let file = try lines(name, numbers, own) { #","note":"kept \#($0)""# }
        let saved = try await device.start("import", "contact", file).finish(within: 600)
        #expect(saved.exit == 0, "\(saved.errors)")
    }

    static func day(_ number: Int) -> String { quarters[number % quarters.count] }

    /// Contacts to import; those of the office and the first ones are all of one quarter.
    private func lines(
        _ name: String,
        _ numbers: ClosedRange<Int>,
        _ answers: String,
        more: ((Int) -> String)? = nil
    ) throws -> String {
        let lines = numbers.map { number in
            let day = more == nil ? Self.quarters[0] : Self.day(number)
            return #"{"participant":"\#(name)-\#(number)","date":"\#(day)","kind":"visit","#
                + answers + (more?(number) ?? "") + "}\n"
        }
        return try town.folder.write(lines.joined(), to: "\(name)-\(numbers.lowerBound).ndjson")
    }
}

extension Device {
    func on(_ clock: [String: String]) -> Device {
        var device = self
        device.environment = clock
        return device
    }
}
