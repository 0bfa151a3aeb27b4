// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Seeds
import Testing

@Suite("The merge law where servers are restored from backups")
struct RestoredMergeTests {
    private static let histories: UInt64 = 20_000

    private static let policies: [MergePolicy] = [.ask, .sum, .max]

    @Test("whatever was lost and sent again reads as if it had never been lost")
    func sameAsBefore() {
        for seed in SeededRandom.seeds(Self.histories) {
            var history = RestoredHistory(seed: seed, steps: 12, restoresPerHundred: 0)
            guard let before = history.state else { continue }
            for _ in 0...Int(seed % 3) {
                history.restore()
                history.pushEverything()
            }
            guard let after = history.state else {
                Issue.record("nothing came back: SEED=\(seed), --filter RestoredMergeTests")
                return
            }
            let isSame = Self.policies.allSatisfy { policy in
                before.registers.allSatisfy { field, register in
                    register.reading(policy) == after.registers[field]?.reading(policy)
                }
            }
            guard isSame, before.isDeleted == after.isDeleted,
                before.conflicts({ _ in .ask }) == after.conflicts({ _ in .ask })
            else {
                Issue.record("it reads otherwise: SEED=\(seed), --filter RestoredMergeTests")
                return
            }
        }
    }

    @Test("any order, repetition and batching gives the same state and the same conflicts")
    func orderDoesNotMatter() {
        for seed in SeededRandom.seeds(Self.histories) {
            var history = RestoredHistory(seed: seed, steps: 14, restoresPerHundred: 15)
            let expected = history.state
            let disturbed = history.disturbed()
            guard expected == disturbed else {
                Issue.record("states differ: SEED=\(seed), --filter RestoredMergeTests")
                return
            }
            guard let expected else { continue }
            let bytes = try? Canonical.encode(expected)
            guard let bytes, (try? Canonical.decode(RecordState.self, from: bytes)) == expected
            else {
                Issue.record("a state is not read back: SEED=\(seed), RestoredMergeTests")
                return
            }
        }
    }

    @Test("merge is commutative, associative and idempotent")
    func semilattice() {
        for seed in SeededRandom.seeds(Self.histories / 5) {
            let entries = RestoredHistory(seed: seed, steps: 14, restoresPerHundred: 15).log.entries
            guard entries.count >= 3 else { continue }
            let third = entries.count / 3
            guard let a = RestoredHistory.fold(entries[..<(2 * third)]),
                let b = RestoredHistory.fold(entries[third...]),
                let c = RestoredHistory.fold(entries.filter { $0.version % 2 == 0 })
            else { continue }
            let holds =
                merge(a, b) == merge(b, a) && merge(merge(a, b), c) == merge(a, merge(b, c))
                && merge(a, a) == a
            guard holds else {
                Issue.record("a law fails: SEED=\(seed), --filter RestoredMergeTests")
                return
            }
        }
    }

    @Test("no value disappears unless a writer had it before them, nor comes back once they had")
    func nothingDisappears() {
        for seed in SeededRandom.seeds(Self.histories) {
            let history = RestoredHistory(seed: seed, steps: 14, restoresPerHundred: 15)
            guard let state = history.state else { continue }
            for field in History.fields + [RestoredHistory.total] {
                let writes = history.log.entries.map(\.change).filter { $0.patch[field] != nil }
                let standing = Set(state.registers[field]?.candidates.map(\.id) ?? [])
                let expected = Set(
                    writes.filter { write in
                        !writes.contains { other in
                            other.device == write.device && other.counter > write.counter
                                || history.saw[other.id]?.contains(write.id) == true
                        }
                    }.map(\.id)
                )
                guard standing == expected else {
                    Issue.record("\(field.text): SEED=\(seed), --filter RestoredMergeTests")
                    return
                }
            }
        }
    }

    @Test("every difference counts once in a sum, whatever was lost meanwhile")
    func sums() {
        for seed in SeededRandom.seeds(Self.histories) {
            let history = RestoredHistory(seed: seed, steps: 14, restoresPerHundred: 15)
            let total = RestoredHistory.total
            guard let register = history.state?.registers[total] else { continue }
            let differences = history.log.entries.compactMap { entry -> Int64? in
                guard case .integer(let to)? = entry.change.patch[total]?.to,
                    case .integer(let was)? = entry.change.patch[total]?.was
                else { return nil }
                return to - was
            }
            guard register.reading(.sum).value == .integer(differences.reduce(0, +)) else {
                Issue.record("a sum is wrong: SEED=\(seed), --filter RestoredMergeTests")
                return
            }
        }
    }
}
