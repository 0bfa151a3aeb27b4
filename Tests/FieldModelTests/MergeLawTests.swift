// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Seeds
import Testing

@Suite("The merge law on random histories")
struct MergeLawTests {
    private static let histories: UInt64 = 100_000

    @Test("any order, repetition and batching gives the same state and the same conflicts")
    func orderDoesNotMatter() {
        for seed in SeededRandom.seeds(Self.histories) {
            var history = History(seed: seed)
            let expected = history.state
            let disturbed = history.disturbed()
            guard expected == disturbed else {
                Issue.record("states differ: SEED=\(seed) swift test --filter MergeLawTests")
                return
            }
            guard expected?.conflicts({ _ in .ask }) == disturbed?.conflicts({ _ in .ask }) else {
                Issue.record("conflicts differ: SEED=\(seed) swift test --filter MergeLawTests")
                return
            }
        }
    }

    @Test("merge is commutative, associative and idempotent")
    func semilattice() {
        for seed in SeededRandom.seeds(Self.histories / 5) {
            let log = History(seed: seed).log
            guard log.count >= 3 else { continue }
            let third = log.count / 3
            guard let a = History.fold(log[..<(2 * third)]), let b = History.fold(log[third...]),
                let c = History.fold(log.filter { $0.version % 2 == 0 })
            else { continue }
            let holds =
                merge(a, b) == merge(b, a) && merge(merge(a, b), c) == merge(a, merge(b, c))
                && merge(a, a) == a
            guard holds else {
                Issue.record("a law fails: SEED=\(seed) swift test --filter MergeLawTests")
                return
            }
        }
    }

    @Test("no accepted value disappears unless a writer had it before them")
    func nothingDisappears() {
        for seed in SeededRandom.seeds(Self.histories) {
            let history = History(seed: seed)
            guard let state = history.state else { continue }
            for entry in history.log {
                for field in entry.change.patch.keys {
                    let isSuperseded = history.log.contains { other in
                        other.change.patch[field] != nil && other.version != entry.version
                            && (other.change.base >= entry.version
                                || other.change.device == entry.change.device
                                    && other.change.counter > entry.change.counter)
                    }
                    let stands =
                        state.registers[field]?.candidates.contains { $0.id == entry.change.id }
                        ?? false
                    guard stands != isSuperseded else {
                        Issue.record(
                            "\(field) of \(entry.version): SEED=\(seed), --filter MergeLawTests"
                        )
                        return
                    }
                }
            }
        }
    }

    @Test("a resolution that has seen every candidate closes; one that has not does not")
    func resolutions() {
        for seed in SeededRandom.seeds(Self.histories) {
            let history = History(seed: seed)
            guard let state = history.state,
                let open = state.conflicts({ _ in .ask }).first(where: { $0.state == .open }),
                open.field != .exists
            else { continue }
            let versions = state.registers[open.field]?.writes.compactMap(\.stamp.version) ?? []
            let newest = versions.max() ?? 0
            let whole = resolve(open, base: newest, in: state)
            let partial = resolve(open, base: newest - 1, in: state)
            #expect(!isOpen(open.field, whole), "SEED=\(seed)")
            // Equal values read as one, so only a different newest value keeps it open.
            let last = state.registers[open.field]?.live.last
            if last?.stamp.version == newest, last?.edit.to != .integer(99) {
                #expect(isOpen(open.field, partial), "SEED=\(seed)")
            }
        }
    }

    private func isOpen(_ field: FieldPath, _ state: RecordState) -> Bool {
        state.conflicts { _ in .ask }.contains { $0.field == field && $0.state == .open }
    }

    private func resolve(
        _ conflict: Conflict,
        base: Sequence64,
        in state: RecordState
    ) -> RecordState {
        let change = Change(
            id: ChangeID(high: 9, low: UInt64(base)),
            device: DeviceID(high: 9, low: 9),
            counter: 1,
            record: History.record,
            form: state.form,
            formVersion: 1,
            scope: state.scope,
            kind: .resolve,
            base: base,
            patch: [
                conflict.field: Edit(
                    to: .integer(99),
                    was: conflict.base,
                    settled: conflict.candidates
                )
            ],
            reason: "asked both",
            author: PersonID(high: 9, low: 9),
            party: .organisation,
            at: HybridTime(instant: Instant(milliseconds: 0))
        )
        return merge(state, RecordState(change, version: 1_000))
    }
}
