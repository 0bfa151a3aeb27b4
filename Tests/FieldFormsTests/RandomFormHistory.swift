// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Seeds

/// A random history of one record under a random form: each writer goes from version to version at
/// a time of their own, one or several at once, and never back.
struct RandomFormHistory: StoredHistory {
    /// A field of the form, in one instance where it repeats.
    struct Place: Hashable {
        let field: Int
        let instance: InstanceID?
    }

    struct Written {
        let place: Place
        let number: Int
        let formVersion: Int
        let change: Change
        let version: Sequence64
    }

    private struct Writer {
        var version = 1
        var counter: Int64 = 0
        var base: Sequence64 = 0
        var waiting: [(Change, [Place: Int])] = []
    }

    let form: RandomForm
    private(set) var log: [StoredChange] = []
    private(set) var written: [Written] = []
    private var writers = Array(repeating: Writer(), count: 3)
    var random: SeededRandom

    private static let instances: [InstanceID?] = [1, 2].map { InstanceID(high: 7, low: $0) }

    init(seed: UInt64) {
        form = RandomForm(seed: seed)
        random = SeededRandom(seed: ~seed)
    }

    mutating func run() throws {
        for _ in 0..<16 {
            let index = Int.random(in: writers.indices, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5: try write(index)
            case 5..<7: push(index, count: Int.random(in: 1...2, using: &random))
            default:
                writers[index].base = Int64(log.count)
                if Bool.random(using: &random) {
                    writers[index].version = .random(
                        in: writers[index].version...form.count,
                        using: &random
                    )
                }
            }
        }
        for index in writers.indices { push(index, count: .max) }
    }

    private mutating func write(_ index: Int) throws {
        writers[index].counter += 1
        let writer = writers[index]
        var (patch, numbers): ([String: Edit], [Place: Int]) = ([:], [:])
        for (number, field) in form.fields.enumerated() {
            guard let stop = field.stops[writer.version - 1] else { continue }
            for instance in field.isRepeated ? Self.instances : [nil]
            where Bool.random(using: &random) {
                let choice = Int.random(in: 0...2, using: &random)
                let place = Place(field: number, instance: instance)
                patch[place.path(stop)] = Edit(
                    to: form.value(choice, of: field, version: writer.version)
                )
                numbers[place] = choice
            }
        }
        let change = try TwoVersions.change(
            writer.version,
            device: UInt64(index),
            counter: writer.counter,
            base: writer.base,
            patch
        )
        writers[index].waiting.append((change, numbers))
    }

    private mutating func push(_ index: Int, count: Int) {
        for (change, numbers) in writers[index].waiting.prefix(count) {
            let version = Int64(log.count) + 1
            log.append(StoredChange(change: change, version: version))
            for (place, number) in numbers {
                written.append(
                    Written(
                        place: place,
                        number: number,
                        formVersion: change.formVersion,
                        change: change,
                        version: version
                    )
                )
            }
        }
        writers[index].waiting.removeFirst(min(count, writers[index].waiting.count))
    }

    /// The writes of each field, under whatever name, that no later write had seen.
    var standing: [Place: [Written]] {
        Dictionary(grouping: written, by: \.place).mapValues { writes in
            writes.filter { one in
                !writes.contains { other in
                    other.change.base >= one.version
                        || other.change.device == one.change.device
                            && other.change.counter > one.change.counter
                }
            }
        }
    }
}

extension RandomFormHistory.Place {
    func path(_ stop: RandomForm.Stop) -> String {
        guard let instance else { return stop.path }
        return stop.path.replacing("/", with: "[\(instance)]/")
    }
}
