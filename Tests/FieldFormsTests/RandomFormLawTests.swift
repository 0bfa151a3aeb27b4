// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Testing

@Suite("The merge law across several versions of random forms")
struct RandomFormLawTests {
    private static let histories: UInt64 = 600
    /// What a run must at least have compared: a law that compared nothing has shown nothing.
    private static let least = 100

    private var isOne: Bool { ProcessInfo.processInfo.environment["SEED"] != nil }

    private var seeds: Range<UInt64> {
        let text = ProcessInfo.processInfo.environment["SEED"]
        guard let seed = text.flatMap({ UInt64($0) }) else { return 0..<Self.histories }
        return seed..<seed + 1
    }

    private func again(_ seed: UInt64) -> Comment {
        "SEED=\(seed) swift test --filter RandomFormLawTests"
    }

    @Test("a form that declares what it changes has no problem")
    func sound() throws {
        var added = 0
        for seed in seeds {
            let forms = try RandomForm(seed: seed).versions()
            for (index, next) in forms.enumerated().dropFirst() {
                let versions = try #require(FormVersions(Array(forms[..<index])))
                #expect(versions.problems(adding: next) == [], again(seed))
                added += 1
            }
        }
        #expect(isOne || added > Self.least)
    }

    @Test("mapping and joining may change places, for readers of any version")
    func laws() throws {
        var (compared, joined): ([Int: Int], Int) = ([:], 0)
        for seed in seeds {
            var history = RandomFormHistory(seed: seed)
            try history.run()
            let newest = try #require(FormVersions(try history.form.versions()))
            guard let whole = history.fold(history.log), let disturbed = history.disturbed() else {
                continue
            }
            let cut = Int64(history.log.count / 2)
            let left = history.fold(history.log.filter { $0.version <= cut })
            let right = history.fold(history.log.filter { $0.version > cut })
            for version in 1...history.form.count {
                let versions = try #require(newest.upTo(version))
                let read = versions.read(whole)
                #expect(versions.read(disturbed) == read, again(seed))
                #expect(versions.conflicts(disturbed) == versions.conflicts(whole), again(seed))
                compared[history.form.count - version, default: 0] += 1
                guard let left, let right else { continue }
                #expect(merge(versions.read(left), versions.read(right)) == read, again(seed))
                joined += 1
            }
        }
        guard !isOne else { return }
        for behind in 0...3 { #expect(compared[behind, default: 0] > Self.least, "\(behind)") }
        #expect(joined > Self.least)
    }

    /// Told from the log and the plan alone, by rules that share nothing with registers or lines.
    @Test("every value that nobody replaced knowingly shows, however many versions behind")
    func nothingLost() throws {
        var (shown, disputed): ([Int: Int], Int) = ([:], 0)
        for seed in seeds {
            var history = RandomFormHistory(seed: seed)
            try history.run()
            let form = history.form
            let versions = try #require(FormVersions(try form.versions()))
            guard let whole = history.fold(history.log) else { continue }
            let record = versions.view(whole)
            for (place, writes) in history.standing {
                let field = form.fields[place.field]
                // Another policy than to ask makes one value of several, by rules of its own.
                guard field.merge == nil, let last = field.last else { continue }
                let path = try place.path(last).asPath
                let values = Set(
                    writes.map { form.expected($0.number, of: field, version: $0.formVersion) }
                )
                let conflict = record.conflicts.first { $0.field == path }
                if values.count > 1 {
                    let found = Set(conflict?.candidates.map(\.value) ?? [])
                    #expect(found == values, again(seed))
                    disputed += 1
                } else {
                    #expect(conflict == nil, again(seed))
                    let found = record.fields[path] ?? record.former[path].map(\.whole)
                    #expect(found == values.first, again(seed))
                }
                for write in writes { shown[form.count - write.formVersion, default: 0] += 1 }
            }
        }
        guard !isOne else { return }
        for behind in 0...3 { #expect(shown[behind, default: 0] > Self.least, "\(behind)") }
        #expect(disputed > Self.least)
    }
}

extension Record.Former {
    fileprivate var whole: FieldValue {
        isAsked ? .scaled(value, formVersion: formVersion) : value
    }
}
