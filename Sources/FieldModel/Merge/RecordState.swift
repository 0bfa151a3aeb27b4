// SPDX-License-Identifier: Apache-2.0

/// All that is known of one record: its registers and the steps taken on it.
///
/// Two states of one record are joined by `merge`. A state is what a server stores and sends; what
/// a person reads is made from it by `view`.
package struct RecordState: Hashable, Sendable {
    package let record: RecordID
    package let form: FormID
    package let scope: Scope
    /// The highest form version that any of its changes was made with.
    package private(set) var formVersion: Int
    /// The sequence of its last stored change; 0 while nothing is stored.
    package private(set) var version: Sequence64
    package private(set) var registers: [FieldPath: Register]
    /// Where the timelines before that of the version were left; empty where the server was never
    /// restored.
    package private(set) var trunk: [Sequence64]
    /// Steps in log order.
    package private(set) var steps: [StepTaken]

    init(
        record: RecordID,
        form: FormID,
        scope: Scope,
        formVersion: Int,
        version: Sequence64,
        trunk: [Sequence64] = [],
        registers: [FieldPath: Register],
        steps: [StepTaken]
    ) {
        self.trunk = trunk
        (self.record, self.form, self.scope) = (record, form, scope)
        (self.formVersion, self.version) = (formVersion, version)
        (self.registers, self.steps) = (registers, steps)
    }

    /// The state that one change alone makes.
    ///
    /// `log` is the way to the place where the change stands; needed only where the server was
    /// restored.
    package init(_ change: Change, version: Sequence64?, in log: LogPath? = nil) {
        let stamp = Stamp(change, version: version, in: log)
        self.init(
            record: change.record,
            form: change.form,
            scope: change.scope,
            formVersion: change.formVersion,
            version: version ?? 0,
            trunk: version == nil ? [] : log.map { Array($0.ends.dropLast()) } ?? [],
            registers: change.patch.mapValues { Register(Write(stamp: stamp, edit: $0)) },
            steps: change.step.map { [StepTaken(stamp: stamp, step: $0)] } ?? []
        )
    }

    /// What was read of the log up to the version.
    package var path: LogPath { LogPath(trunk: trunk, end: version) }

    package mutating func apply(_ change: Change, version: Sequence64?, in log: LogPath? = nil) {
        // What is not stored yet is laid over what was read so far.
        let log = log ?? (version == nil ? path : nil)
        join(RecordState(change, version: version, in: log))
    }

    package mutating func join(_ other: RecordState) {
        formVersion = max(formVersion, other.formVersion)
        if other.version > version { (version, trunk) = (other.version, other.trunk) }
        registers.merge(other.registers) { mine, theirs in
            var joined = mine
            joined.join(theirs)
            return joined
        }
        join(steps: other.steps)
    }

    private mutating func join(steps others: [StepTaken]) {
        guard !others.isEmpty else { return }
        for other in others {
            if let index = steps.firstIndex(where: { $0.stamp.change == other.stamp.change }) {
                if steps[index].stamp.version ?? 0 < other.stamp.version ?? 0 {
                    steps[index] = other
                }
            } else {
                steps.append(other)
            }
        }
        steps.sort { $0.stamp < $1.stamp }
    }
}

/// A step and who took it.
package struct StepTaken: Hashable, Sendable, Codable {
    package let stamp: Stamp
    package let step: Step

    package init(stamp: Stamp, step: Step) { (self.stamp, self.step) = (stamp, step) }
}

/// The merge law: joins two states of the same record.
///
/// Commutative, associative and idempotent, so that any order, batching and repetition of the same
/// changes gives the same state. Cost is linear in the fields of both.
package func merge(_ a: RecordState, _ b: RecordState) -> RecordState {
    var joined = a
    joined.join(b)
    return joined
}
