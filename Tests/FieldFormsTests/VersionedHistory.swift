// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Seeds

/// A random history of one record whose writers change from version 1 of a form to version 2, each
/// at a time of their own and never back.
struct VersionedHistory: StoredHistory {
    /// What a field is called in either version, and how its values differ.
    enum Field: String, CaseIterable {
        case who, kind, score, old, note

        var first: String { rawValue }
        var second: String { self == .note ? "about/remark" : rawValue }

        func value(_ number: Int, version: Int) -> FieldValue {
            switch self {
            case .who, .old, .note: .text("\(number)")
            case .kind:
                version == 1
                    ? .choice(number == 0 ? "home" : "post")
                    : .choices([number == 0 ? "home" : "post"])
            case .score: .integer(Int64(number))
            }
        }

        func expected(_ write: (version: Int, value: FieldValue?)) -> Shown {
            switch (self, write.version, write.value) {
            case (.kind, 1, .choice(let name)?): Shown(value: .choices([name]))
            case (.score, 1, let value?): Shown(value: .scaled(value, formVersion: 1))
            default: Shown(value: write.value)
            }
        }
    }

    struct Shown: Hashable { let value: FieldValue? }

    private struct Writer {
        var version = 1
        var counter: Int64 = 0
        var base: Sequence64 = 0
        var waiting: [Change] = []
    }

    private(set) var log: [StoredChange] = []
    private var writers: [Writer]
    var random: SeededRandom

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        writers = Array(repeating: Writer(), count: 3)
    }

    mutating func run() throws {
        for _ in 0..<14 {
            let index = Int.random(in: writers.indices, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5: try write(index)
            case 5..<8: push(index, count: Int.random(in: 1...2, using: &random))
            default:
                writers[index].base = Int64(log.count)
                if Bool.random(using: &random) { writers[index].version = 2 }
            }
        }
        for index in writers.indices { push(index, count: .max) }
    }

    private mutating func write(_ index: Int) throws {
        writers[index].counter += 1
        let writer = writers[index]
        var patch: [String: Edit] = [:]
        for field in Field.allCases where Bool.random(using: &random) {
            guard field != .old || writer.version == 1 else { continue }
            let number = Int.random(in: 0...1, using: &random)
            patch[writer.version == 1 ? field.first : field.second] = Edit(
                to: field.value(number, version: writer.version)
            )
        }
        // One field that is called otherwise in version 2.
        patch[writer.version == 1 ? "count" : "counted"] = Edit(
            to: writer.version == 1 ? .integer(2) : .decimal(2)
        )
        writers[index].waiting.append(
            try TwoVersions.change(
                writer.version,
                device: UInt64(index),
                counter: writer.counter,
                base: writer.base,
                patch
            )
        )
    }

    private mutating func push(_ index: Int, count: Int) {
        for change in writers[index].waiting.prefix(count) {
            log.append(StoredChange(change: change, version: Int64(log.count) + 1))
        }
        writers[index].waiting.removeFirst(min(count, writers[index].waiting.count))
    }

    /// The writes of a field, under whatever name, that no later write had seen.
    func standing(_ field: Field) -> [(version: Int, value: FieldValue?)] {
        let writes = log.compactMap { stored -> (StoredChange, Edit)? in
            let name = stored.change.formVersion == 1 ? field.first : field.second
            return stored.change.patch.first { $0.key.text == name }.map { (stored, $0.value) }
        }
        return writes.filter { one, _ in
            !writes.contains { other, _ in
                other.change.base >= one.version
                    || other.change.device == one.change.device
                        && other.change.counter > one.change.counter
            }
        }.map { ($0.0.change.formVersion, $0.1.to) }
    }
}
