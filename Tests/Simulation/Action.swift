// SPDX-License-Identifier: Apache-2.0

/// One step of a history.
///
/// It carries its own seed, so that leaving another step out does not change what this one does:
/// that is what makes a failing history small.
package struct Action: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case create, edit, delete, settle, undo, assign, settleRefused
        case sync, crashInSync, crashInSave
        case copyDisk, restoreDisk, jumpClock
        case partition, heal, deliverLate, serverCrash
        case withdrawGrant, giveGrant, administratorSettles
        case moveReturn, newFormVersion
    }

    package let kind: Kind
    package let device: Int
    package let seed: UInt64

    /// How often a kind comes, in a hundred or so.
    static func weight(_ kind: Kind) -> Int {
        switch kind {
        case .edit: 26
        case .sync: 28
        case .create: 8
        case .settle: 6
        case .delete, .crashInSync, .moveReturn: 4
        case .undo, .assign, .crashInSave, .deliverLate: 2
        case .copyDisk, .restoreDisk, .jumpClock, .settleRefused: 1
        case .partition, .heal, .serverCrash: 2
        case .withdrawGrant, .giveGrant, .administratorSettles: 1
        case .newFormVersion: 1
        }
    }
}

/// What a seed stands for: who takes part, and what happens in which order.
package struct Plan: Sendable, Hashable {
    package let seed: UInt64
    package let devices: Int
    package let faultsPerHundred: Int
    package var actions: [Action]

    package init(seed: UInt64, steps: Int) {
        let dice = Dice(seed)
        self.seed = seed
        // Mostly few devices, which meet often; now and then many.
        devices = dice.oneIn(8) ? 8 + dice.below(5) : 3 + dice.below(4)
        faultsPerHundred = [0, 5, 20, 50][dice.below(4)]
        let kinds = Action.Kind.allCases.flatMap { kind in
            Array(repeating: kind, count: Action.weight(kind))
        }
        let count = devices
        actions = (0..<steps).map { _ in
            Action(
                kind: kinds[dice.below(kinds.count)],
                device: dice.below(count),
                seed: dice.next()
            )
        }
    }
}
