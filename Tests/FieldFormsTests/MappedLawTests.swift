// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Testing

@Suite("The merge law across versions of a form")
struct MappedLawTests {
    private static let histories: UInt64 = 4_000

    private func seeds() -> Range<UInt64> {
        let text = ProcessInfo.processInfo.environment["SEED"]
        guard let seed = text.flatMap({ UInt64($0) }) else { return 0..<Self.histories }
        return seed..<seed + 1
    }

    @Test("mapping and joining may change places, and no order changes the result")
    func laws() throws {
        let versions = try #require(try TwoVersions.versions())
        var (compared, parts) = (0, 0)
        for seed in seeds() {
            var history = VersionedHistory(seed: seed)
            try history.run()
            guard let whole = history.fold(history.log) else { continue }
            let read = versions.read(whole)
            guard let disturbed = history.disturbed() else { continue }
            #expect(versions.read(disturbed) == read, "SEED=\(seed)")
            #expect(versions.conflicts(disturbed) == versions.conflicts(whole), "SEED=\(seed)")
            compared += 1
            // Reading twice changes nothing: a value says which version it is of.
            let cut = Int64(history.log.count / 2)
            if let left = history.fold(history.log.filter { $0.version <= cut }),
                let right = history.fold(history.log.filter { $0.version > cut })
            {
                let joined = merge(versions.read(left), versions.read(right))
                #expect(joined == read, "SEED=\(seed)")
                parts += 1
            }
        }
        // A law that compared nothing has shown nothing.
        #expect(min(compared, parts) > seeds().count / 2, "\(compared) and \(parts)")
    }

    /// Told from the log alone, by rules that share nothing with the registers.
    @Test("every value that nobody replaced knowingly shows: read, marked or as a candidate")
    func nothingLost() throws {
        let versions = try #require(try TwoVersions.versions())
        var (agreed, disputed, former) = (0, 0, 0)
        for seed in seeds() {
            var history = VersionedHistory(seed: seed)
            try history.run()
            guard let whole = history.fold(history.log) else { continue }
            let record = versions.view(whole)
            for field in VersionedHistory.Field.allCases {
                let standing = history.standing(field)
                let values = Set(standing.map { field.expected($0) })
                let path = try field.second.asPath
                let conflict = record.conflicts.first { $0.field == path }
                if values.count > 1 {
                    let shown = Set(conflict?.candidates.map(\.value) ?? [])
                    #expect(shown == Set(values.map(\.value)), "\(field) SEED=\(seed)")
                    disputed += 1
                } else if let value = values.first {
                    #expect(conflict == nil, "\(field) SEED=\(seed)")
                    let shown = record.fields[path] ?? record.former[path].map(\.whole)
                    #expect(shown == value.value, "\(field) SEED=\(seed)")
                    agreed += 1
                    if record.former[path] != nil { former += 1 }
                }
            }
        }
        guard seeds().count > 1 else { return }
        #expect(min(agreed, disputed, former) > 500, "\(agreed), \(disputed), \(former)")
    }
}

extension Record.Former {
    fileprivate var whole: FieldValue {
        isAsked ? .scaled(value, formVersion: formVersion) : value
    }
}
