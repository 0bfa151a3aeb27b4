// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A participant with text that occurs nowhere else in every field that takes any, and a way to
/// look for it in every byte of a folder.
struct Erasable {
    static let canary = "ZQXJ"

    let town: Installation
    let amina: Device
    let carol: Device
    private(set) var participant = ""
    private(set) var contact = ""

    init() async throws {
        town = try await Installation()
        amina = try await town.join("amina", "worker")
        carol = try await town.join("carol", "coordinator")
    }

    init(in town: Installation, worker: Device) async throws {
        (self.town, amina) = (town, worker)
        carol = try await town.join("carol", "coordinator")
    }

    mutating func record() async throws {
        participant = try await saved(
            "participant",
            [
                "name=\(Self.canary)-name", "consent=true", "consent_date=2025-07-05",
                "lsoa=E01010568", "phone=01274 555019", "note=\(Self.canary)-note",
            ]
        )
        contact = try await saved(
            "contact",
            [
                "participant=\(participant)", "kind=visit", "referred_on=true",
                "referred_to=\(Self.canary)-referral", "note=\(Self.canary)-visit",
            ]
        )
        _ = try await saved(
            "enrolment",
            ["participant=\(participant)", "service=S-1", "started=2025-07-05", "source=gp"]
        )
        _ = try await saved(
            "outcome",
            [
                "participant=\(participant)", "measure=scale_10", "baseline/value=3",
                "note=\(Self.canary)-outcome",
            ]
        )
        _ = try await amina.contact("P-7", "note=stays")
        try await amina.sync()
        try await carol.sync()
        try await amina.run("edit", participant, "--set", "note=\(Self.canary)-amina")
        try await carol.run("edit", participant, "--set", "note=\(Self.canary)-carol")
        try await amina.sync()
        try await carol.sync()
        try await amina.sync()
    }

    private func saved(_ form: String, _ answers: [String]) async throws -> String {
        let set = answers.flatMap { ["--set", $0] }
        let saved = try await amina.run(["new", form, "--json"] + set).json()
        return try #require(saved["record"].text)
    }

    var command: [String] {
        [
            "erase", participant, "--reason", "consent_withdrawn", "--authority", "DSR-7", "--yes",
            "--json",
        ]
    }

    func places(in folder: String) throws -> [String] { Self.places(in: folder) }

    /// Files under a folder that hold the text, or the phone number, anywhere in their bytes.
    static func places(in folder: String) -> [String] {
        let files = FileManager.default.enumerator(atPath: folder)
        var found: [String] = []
        while let name = files?.nextObject() as? String {
            let data = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
            let isThere = [canary, "01274 555019"].contains {
                data.range(of: Data($0.utf8)) != nil
            }
            if isThere { found.append(name) }
        }
        return found.sorted()
    }

    /// How many files there are to look into.
    func count(in folder: String) -> Int {
        FileManager.default.enumerator(atPath: folder)?.allObjects.count ?? 0
    }
}
