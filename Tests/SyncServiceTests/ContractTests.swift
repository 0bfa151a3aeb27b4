// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Hummingbird
import Schema
import SyncHTTP
import SyncService
import Testing

/// `docs/protocol.md` and `schema/openapi.yaml`, held against the programs.
@Suite("What is written of the protocol")
struct ContractTests {
    private static let protocolPage = "docs/protocol.md"
    private static let openapi = "schema/openapi.yaml"

    private static let limits: [String: Int] = [
        "keyLengthMax": Limits.keyLengthMax,
        "pathLengthMax": Limits.pathLengthMax,
        "pathDepthMax": Limits.pathDepthMax,
        "textLengthMax": Limits.textLengthMax,
        "choicesCountMax": Limits.choicesCountMax,
        "reasonLengthMax": Limits.reasonLengthMax,
        "nameLengthMax": Limits.nameLengthMax,
        "patchFieldsMax": Limits.patchFieldsMax,
        "changeBytesMax": Limits.changeBytesMax,
        "manifestEntriesMax": Limits.manifestEntriesMax,
        "pushChangesMax": Limits.pushChangesMax,
        "pushBytesMax": Limits.pushBytesMax,
        "enrolmentBytesMax": Limits.enrolmentBytesMax,
        "administrationBytesMax": Limits.administrationBytesMax,
        "formBytesMax": Limits.formBytesMax,
        "commitChangesMax": Limits.commitChangesMax,
        "waitingChangesMax": Limits.waitingChangesMax,
        "waitingBytesMax": Limits.waitingBytesMax,
        "deviceForksMax": Limits.deviceForksMax,
        "timelinesMax": Limits.timelinesMax,
        "deviceHeldMax": Limits.deviceHeldMax,
        "heldBytesMax": Limits.heldBytesMax,
        "deviceAwaitingMax": Limits.deviceAwaitingMax,
        "awaitingDays": Int(Limits.awaitingDays),
        "authorityLengthMax": Limits.authorityLengthMax,
        "erasureRecordsMax": Limits.erasureRecordsMax,
        "pullErasuresMax": Limits.pullErasuresMax,
        "unseenDevicesMax": Limits.unseenDevicesMax,
        "deviceStreamsMax": Limits.deviceStreamsMax,
        "streamsMax": Limits.streamsMax,
        "compressedBodyBytesMax": Limits.compressedBodyBytesMax,
        "pullRecordsDefault": Limits.pullRecordsDefault,
        "pullRecordsMax": Limits.pullRecordsMax,
        "pullBytesTarget": Limits.pullBytesTarget,
        "repairRangesMax": Limits.repairRangesMax,
        "repairPartsMax": Limits.repairPartsMax,
        "repairMarksMax": Limits.repairMarksMax,
        "repairRecordsMax": Limits.repairRecordsMax,
        "repairBytesMax": Limits.repairBytesMax,
        "stateBytesMax": Limits.stateBytesMax,
        "registerWritesMax": Limits.registerWritesMax,
        "recordStepsMax": Limits.recordStepsMax,
        "jsonDepthMax": Limits.jsonDepthMax,
        "headerBytesMax": Limits.headerBytesMax,
        "requestSeconds": Limits.requestSeconds,
        "requestSecondsMax": Limits.requestSecondsMax,
        "shutdownSeconds": Limits.shutdownSeconds,
        "idleSeconds": Limits.idleSeconds,
        "connectionsMax": Limits.connectionsMax,
        "passphraseMissesMax": Limits.passphraseMissesMax,
        "enrolmentCodeSeconds": Int(Limits.enrolmentCodeSeconds),
        "blobBytesMax": Int(Limits.blobBytesMax),
        "blobPlaceBytesMax": Int(Limits.blobPlaceBytesMax),
        "blobFreeBytesMin": Int(Limits.blobFreeBytesMin),
        "blobNamesMax": Limits.blobNamesMax,
        "uploadsMax": Limits.uploadsMax,
        "uploadDays": Int(Limits.uploadDays),
        "mediaTypeLengthMax": Limits.mediaTypeLengthMax,
        "bundleBytesMax": Limits.bundleBytesMax,
        "bundlePartsBytesMax": Limits.bundlePartsBytesMax,
        "bundleFilesBytesMax": Int(Limits.bundleFilesBytesMax),
        "clockDriftMilliseconds": Int(Limits.clockDriftMilliseconds),
    ]

    @Test("the routes written are the routes that answer")
    func routes() async throws {
        let world = try await World()
        let router = Routes(core: ServerCore(storage: world.storage, files: try world.files()))
            .router()
        let built = Set(router.routes.map { $0.description })
        #expect(built.count > 10)
        #expect(try Self.routesOfOpenAPI() == built)
        let table = try Self.table(headed: "method").map { "\($0[0]) \($0[1])" }
        #expect(Set(table) == built)
    }

    @Test("every problem that crosses the wire is written, with its status")
    func problems() throws {
        let built = Problem.Code.catalogue.filter { $0.status > 0 }
            .map { "\($0.text) \($0.status)" }
        let written = try Self.table(headed: "code").map { "\($0[0]) \($0[1])" }
        #expect(written.count == built.count)
        #expect(Set(written) == Set(built))
    }

    @Test("every limit is written, with its figure")
    func figures() throws {
        let names = try Self.lines(of: "Sources/FieldModel/Limits.swift").compactMap { line in
            line.firstMatch(of: #/static let (\w+)/#).map { String($0.1) }
        }
        #expect(Set(names) == Set(Self.limits.keys))
        let expected = Set(Self.limits.map { "\($0.key) \($0.value)" })
        let table = try Self.table(headed: "limit").map { "\($0[0]) \($0[1])" }
        #expect(Set(table) == expected)
        let listed = try Self.block("x-limits").map {
            $0.replacing(":", with: "").trimmingCharacters(in: .whitespaces)
        }
        #expect(Set(listed) == expected)
    }

    @Test(
        "the workflow of a return is written as it is",
        arguments: [protocolPage, "docs/returns.md"]
    )
    func workflow(_ page: String) throws {
        let names = { (values: [String]) in Set(values) }
        let rows = try Self.table(headed: "move", in: page)
        #expect(rows.map { $0[0] } == ReturnRule.table.map(\.move.rawValue))
        for (row, rule) in zip(rows, ReturnRule.table) {
            let list = { (cell: String) in names(cell.split(separator: ", ").map(String.init)) }
            #expect(list(row[2]) == names(rule.from.map(\.rawValue)), "\(row[0])")
            #expect(row[3] == rule.to?.rawValue ?? "(stays)")
            #expect(list(row[4]) == names(rule.roles.map(\.rawValue)))
            #expect((row[5] == "yes") == rule.needsReason)
            #expect((row[6] == "no") == rule.keepsFromApproving, "\(row[0])")
        }
    }

    @Test("the permissions are written as they are")
    func permissions() throws {
        let categories: [FieldModel.Category] = [
            .caseData, .return, .service, .spend, .principle, .measure, .place, .aggregate,
        ]
        let rows = try Self.table(headed: "role").filter { $0.count == 9 }
        #expect(Set(rows.map { $0[0] }) == Set(Role.allCases.map(\.rawValue)))
        for row in rows {
            let role = try #require(Role(rawValue: row[0]))
            for (category, cell) in zip(categories, row.dropFirst()) {
                let written = cell == "–" ? [] : cell.split(separator: ", ").map(String.init)
                let built = allowed(role, category).map(\.name)
                #expect(Set(written) == Set(built), "\(role) \(category)")
            }
        }
    }

    @Test("who writes what decides is written as the pack has it")
    func writers() throws {
        let pack = try Pack(files: try #require(Schema.packFiles("keep-it-local")))
        let built = pack.forms.compactMap { form in
            form.writers.map { "\(form.id) \($0.map(\.rawValue).joined(separator: ", "))" }
        }
        let rows = try Self.table(headed: "form").filter { $0.count == 2 }
        #expect(Set(rows.map { "\($0[0]) \($0[1])" }) == Set(built))
    }

    /// A file of the source tree, found from this file's own place.
    private static func lines(of path: String) throws -> [String] {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The rows of the one table of the protocol whose first heading is this, without back quotes.
    private static func table(
        headed heading: String,
        in page: String = protocolPage
    ) throws -> [[String]] {
        let page = try lines(of: page)
        let start = try #require(page.firstIndex { $0.hasPrefix("| \(heading) |") })
        return page[(start + 2)...].prefix { $0.hasPrefix("|") }.map { row in
            row.split(separator: "|").map {
                $0.replacing("`", with: "").trimmingCharacters(in: .whitespaces)
            }
        }
    }

    /// The lines under a key of the outermost level of the OpenAPI document.
    private static func block(_ key: String) throws -> [String] {
        let document = try lines(of: openapi)
        let start = try #require(document.firstIndex(of: "\(key):"))
        return document[(start + 1)...].prefix { $0.isEmpty || $0.hasPrefix(" ") }
            .filter { !$0.isEmpty }
    }

    /// `POST /v1/push`, from a path two places in and a method four places in.
    private static func routesOfOpenAPI() throws -> Set<String> {
        var (found, path): (Set<String>, String) = ([], "")
        for line in try block("paths") {
            if let match = line.firstMatch(of: #/^  (/[^:]*):$/#) {
                path = String(match.1)
            } else if let match = line.firstMatch(of: #/^    ([a-z]+):$/#) {
                found.insert("\(match.1.uppercased()) \(path)")
            }
        }
        return found
    }
}
