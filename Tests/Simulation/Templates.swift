// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import GRDB
import Schema
import SyncService

/// Databases made once: a server with two councils and the forms, and a device that was never
/// enrolled.
struct Templates {
    let server: DiskContents
    let device: DiskContents

    static let start = Instant(milliseconds: 1_795_000_000_000)
    static let councils = ["bradford", "hackney"].compactMap { CouncilID($0) }

    init() throws {
        device = try Disk(Self.emptyDevice()).contents()
        let storage = try MemoryStorage.empty()
        let pack = try Pack(files: Self.files)
        _ = try storage.writeNow { try $0.install(pack, epoch: "one", now: Self.start) }
        server = try Disk(storage.database).contents()
    }

    static func emptyDevice() throws -> DatabaseQueue {
        let queue = try DatabaseQueue(configuration: FieldStore.configuration)
        _ = try FieldStore(
            home: Home(path: ""),
            queue: queue,
            now: { Self.start },
            random: Dice(2).entropy
        )
        return queue
    }

    private static var files: [String: [UInt8]] {
        var files = Schema.packFiles("keep-it-local") ?? [:]
        files = files.filter { ["measures", "form_quarterly_return"].contains($0.key) }
        files["councils"] = Array(
            ("["
                + councils.map {
                    """
                    {"id":"\($0)","name":"\($0)","officialName":"\($0)","gss":"E08000032",
                    "orgID":"GB-LAE-X","type":"met","region":"r","regionCode":"E12000003"}
                    """
                }.joined(separator: ",") + "]").utf8
        )
        files["form_visit"] = Array(visit(version: 1).utf8)
        return files
    }

    /// One field for each merge policy that can differ, a group and a repeat.
    ///
    /// Version 2 renames one of them, and gives another one a new scale.
    static func visit(version: Int) -> String {
        let note = version == 1 ? #""note""# : #""remark","mapsFrom":"note""#
        let scale = version == 1 ? "" : #","scale":"ten""#
        return """
            {"id":"visit","version":\(version),"title":"Visit","audience":"organisation",
             "category":"case","summary":"who","mergeGroups":[["outcome","outcome_on"]],
             "choiceLists":{"tags":[{"name":"a","label":"A"},{"name":"b","label":"B"},
                                    {"name":"c","label":"C"}]},
             "items":[
              {"type":"text","name":"who","label":"Who","required":"true()","usedBy":"x"},
              {"type":"integer","name":"score","label":"Score","constraint":". >= 0","usedBy":"x"},
              {"type":"integer","name":"count","label":"Count","merge":"sum","usedBy":"x"},
              {"type":"integer","name":"best","label":"Best","merge":"max"\(scale),"usedBy":"x"},
              {"type":"choices","name":"tags","label":"Tags","choices":"tags","merge":"union",
               "usedBy":"x"},
              {"type":"text","name":\(note),"label":"Note","merge":"text","usedBy":"x"},
              {"type":"integer","name":"outcome","label":"Outcome","usedBy":"x"},
              {"type":"integer","name":"outcome_on","label":"On","usedBy":"x"},
              {"type":"repeat","name":"follow","label":"Follow","items":[
                {"type":"integer","name":"value","label":"Value","usedBy":"x"}]}
             ]}
            """
    }
}
