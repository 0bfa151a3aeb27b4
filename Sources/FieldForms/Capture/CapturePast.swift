// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The last steps that were taken, each as what takes it back; older ones than `stepsMax` are let
/// go of.
struct CapturePast: Sendable {
    enum Step: Sendable {
        case answer(FieldPath, former: FieldValue?)
        case added(InstanceID, to: FieldPath)
        case removed(InstanceID, from: FieldPath, answers: [FieldPath: FieldValue])
    }

    static let stepsMax = 100
    private(set) var steps: [Step] = []

    mutating func note(_ step: Step) {
        if steps.count == Self.stepsMax { steps.removeFirst() }
        steps.append(step)
    }

    mutating func takeLast() -> Step? { steps.popLast() }
}
