// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a register says under the merge policy of its field.
package struct Reading: Hashable, Sendable {
    /// The value to show: the agreed one while candidates stand against each other.
    package let value: FieldValue?
    /// Two or more candidates of different value, or none at all.
    package let disputed: [Candidate]

    package init(value: FieldValue?, disputed: [Candidate]) {
        (self.value, self.disputed) = (value, disputed)
    }

    static func settled(_ value: FieldValue?) -> Reading { Reading(value: value, disputed: []) }
}

extension Register {
    /// Reads the field.
    ///
    /// Where the policy cannot decide (wrong type, overlapping lines, both candidates from the
    /// owner), the answer is a dispute, never a guess.
    package func reading(_ policy: MergePolicy) -> Reading {
        if writes.count == 1, writes[0].edit.reopened == nil { return .settled(writes[0].edit.to) }
        let standing = standing
        if standing.count == 1, standing[0].edit.reopened == nil, deltas.count <= 1 {
            return .settled(standing[0].edit.to)
        }
        let candidates = candidates
        let values = Set(candidates.map(\.value))
        // An undo is a person's word that people must decide again: no policy overrules it.
        let isReopened = live.contains { $0.edit.reopened != nil }
        if !isReopened, let value = automatic(policy, candidates) { return .settled(value) }
        if values.count == 1, let value = values.first { return .settled(value) }
        return Reading(value: agreed, disputed: candidates)
    }

    /// The value when the policy can tell it, even from candidates that are equal: two workers who
    /// both count one more visitor have counted two.
    private func automatic(_ policy: MergePolicy, _ candidates: [Candidate]) -> FieldValue? {
        if policy.isOfAmounts, let version = commonScale {
            let register = mapped(\.unscaled)
            return register.automatic(policy, register.candidates)
                .map { .scaled($0, formVersion: version) }
        }
        return switch policy {
        case .ask: nil
        case .sum: summed()
        case .union: united()
        case .max: extreme(candidates, by: { $0 > $1 })
        case .min, .earliest: extreme(candidates, by: { $0 < $1 })
        case .text: mergedText(candidates)
        case .ownerOrganisation: owned(by: .organisation, candidates)
        case .ownerCouncil: owned(by: .council, candidates)
        }
    }

    /// The one former scale that all values are on; nil where one is on another.
    private var commonScale: Int? {
        let values = writes.flatMap { [$0.edit.to] + ($0.edit.reopened ?? []).map(\.value) }
        var found: Int?
        for value in values.compactMap({ $0 }) {
            guard case .scaled(_, let version) = value, found ?? version == version else {
                return nil
            }
            found = version
        }
        return found
    }

    private func summed() -> FieldValue? {
        var total = start?.amount ?? 0
        for write in deltas {
            guard let to = write.edit.to?.amount else { return nil }
            total += to - (write.edit.was?.amount ?? 0)
        }
        return standing.last?.edit.to?.replacing(amount: total)
    }

    private func united() -> FieldValue? {
        func set(_ value: FieldValue?) -> Set<String>? {
            switch value {
            case .none: []
            case .choices(let names): Set(names)
            default: nil
            }
        }
        guard var result = set(start) else { return nil }
        var added: Set<String> = []
        for write in deltas {
            guard let to = set(write.edit.to), let was = set(write.edit.was) else { return nil }
            result.subtract(was.subtracting(to))
            added.formUnion(to.subtracting(was))
        }
        // What the live writes of one device took back again is not an addition.
        for write in live {
            guard let to = set(write.edit.to) else { return nil }
            let isOwn = { (other: Write) in
                other.stamp.device == write.stamp.device || write.stamp.follows(other.stamp)
            }
            let own = standing.filter(isOwn)
            let others = standing.filter { !isOwn($0) }
            let takenBack = own.reduce(into: Set<String>()) {
                $0.formUnion((set($1.edit.to) ?? []).subtracting(to))
            }
            let addedElsewhere = others.reduce(into: Set<String>()) {
                $0.formUnion((set($1.edit.to) ?? []).subtracting(set($1.edit.was) ?? []))
            }
            added.subtract(takenBack.subtracting(addedElsewhere))
        }
        return .choices(of: result.union(added))
    }

    private func extreme(
        _ candidates: [Candidate],
        by precedes: (FieldValue.Rank, FieldValue.Rank) -> Bool
    ) -> FieldValue? {
        var best: (value: FieldValue, rank: FieldValue.Rank)?
        for candidate in candidates {
            guard let value = candidate.value else { continue }
            guard let rank = value.rank else { return nil }
            guard let current = best else {
                best = (value, rank)
                continue
            }
            guard current.rank.kind == rank.kind else { return nil }
            if precedes(rank, current.rank) { best = (value, rank) }
        }
        return best?.value
    }

    private func mergedText(_ candidates: [Candidate]) -> FieldValue? {
        guard candidates.count == 2, case .text(let mine)? = candidates[0].value,
            case .text(let theirs)? = candidates[1].value
        else { return nil }
        var base = ""
        if case .text(let text)? = ancestor { base = text }
        return mergeLines(base: base, mine: mine, theirs: theirs).map(FieldValue.text)
    }

    private func owned(by party: Party, _ candidates: [Candidate]) -> FieldValue? {
        let values = Set(candidates.filter { $0.party == party }.map(\.value))
        guard values.count == 1, let value = values.first else { return nil }
        return value
    }
}

extension MergePolicy {
    fileprivate var isOfAmounts: Bool { [.sum, .max, .min, .earliest].contains(self) }
}

extension Write {
    fileprivate var unscaled: Write {
        Write(
            stamp: stamp,
            edit: Edit(
                to: edit.to?.unscaled,
                was: edit.was?.unscaled,
                settled: edit.settled,
                reopened: edit.reopened?.map { $0.with(value: $0.value?.unscaled) }
            )
        )
    }
}

extension FieldValue {
    fileprivate var unscaled: FieldValue {
        if case .scaled(let value, _) = self { value } else { self }
    }
}
