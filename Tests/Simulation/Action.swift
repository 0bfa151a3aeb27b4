// SPDX-License-Identifier: Apache-2.0

/// One step of a history.
///
/// It carries its own seed, so that leaving another step out does not change what this one does:
/// that is what makes a failing history small.
package struct Action: Sendable, Hashable {
    /// A new kind has a line in `weight` and a line in `Performer.perform`, and no more.
    package enum Kind: String, Sendable, CaseIterable {
        case create, edit, delete, settle, undo, assign, settleRefused, raceToSettle
        case lateCandidate, workOnCopy, approveLate
        case lostUnseen, rivalDecision, decisionOverwritten, lateIdentity
        case sync, crashInSync, crashInSave
        case copyDisk, restoreDisk, jumpClock
        case partition, heal, deliverLate, serverCrash
        case withdrawGrant, giveGrant, moveGrant, changeRightsInSync, revokeDevice
        case decideHeld, readConflicts, administratorSettles
        case moveReturn, newFormVersion
        case misbehave, erase, damageRecords
        case backUp, restoreServer, restoreInPeace

        fileprivate var isOfRestores: Bool {
            switch self {
            case .backUp, .restoreServer, .restoreInPeace: true
            case .lostUnseen, .rivalDecision, .decisionOverwritten, .lateIdentity: true
            default: false
            }
        }
    }

    package let kind: Kind
    package let device: Int
    package let seed: UInt64
}

/// What a history is mostly about: what needs several things to happen one after the other would
/// hardly ever come about otherwise.
package enum Flavour: String, Sendable, CaseIterable {
    case mixed, disputes, returns, rights, copies, backups

    /// How often a kind comes, in a hundred or so.
    func weight(_ kind: Action.Kind) -> Int {
        switch (self, kind) {
        case (.returns, .moveReturn): 40
        case (.returns, .approveLate): 8
        case (.disputes, .settle): 26
        case (.disputes, .raceToSettle): 20
        case (.disputes, .lateCandidate): 10
        case (.disputes, .undo): 10
        case (.rights, .withdrawGrant), (.rights, .revokeDevice): 8
        case (.rights, .giveGrant): 6
        case (.rights, .decideHeld): 12
        case (.rights, .moveGrant), (.rights, .changeRightsInSync): 5
        case (.copies, .copyDisk): 5
        case (.copies, .restoreDisk), (.copies, .workOnCopy): 8
        case (.copies, .restoreServer): 2
        case (.backups, .backUp), (.backups, .restoreServer): 6
        case (.backups, .restoreInPeace): 4
        case (.backups, .lostUnseen): 3
        case (.backups, .decisionOverwritten): 6
        case (.backups, .rivalDecision), (.backups, .lateIdentity): 2
        default: usual(kind)
        }
    }

    private func usual(_ kind: Action.Kind) -> Int {
        switch kind {
        case .sync: 28
        case .edit: 24
        case .create: 8
        case .settle: 10
        case .crashInSync: 5
        case .delete, .moveReturn: 4
        case .crashInSave, .deliverLate, .partition, .heal, .serverCrash, .misbehave: 2
        case .raceToSettle: 5
        case .undo, .assign, .readConflicts, .administratorSettles: 2
        case .lateCandidate, .workOnCopy: 1
        case .copyDisk, .restoreDisk, .jumpClock, .settleRefused, .newFormVersion: 1
        case .withdrawGrant, .giveGrant, .moveGrant, .changeRightsInSync, .decideHeld: 1
        case .erase: 2
        case .revokeDevice: 1
        // Of those who take part, only a history of returns has all whom it needs.
        case .approveLate: 0
        case .damageRecords: 1
        case .backUp, .restoreServer: 1
        case .restoreInPeace, .lostUnseen, .rivalDecision, .decisionOverwritten, .lateIdentity: 0
        }
    }
}

/// In which histories the server may go back to a backup.
package enum Restores: String, Sendable {
    /// In one of five, as most of what goes wrong in the field is something else.
    case some
    case always, never

    fileprivate func areIn(_ seed: UInt64) -> Bool {
        self == .always || self == .some && seed.isMultiple(of: 5)
    }
}

/// What a seed stands for: who takes part, and what happens in which order.
package struct Plan: Sendable, Hashable {
    package let seed: UInt64
    package let flavour: Flavour
    package let devices: Int
    package let faultsPerHundred: Int
    /// True where the server may go back to a backup.
    package let restoresServer: Bool
    package var actions: [Action]

    /// About 200 events.
    package static let usualActions = 26

    package init(
        seed: UInt64,
        actions count: Int = usualActions,
        restores: Restores = .some
    ) {
        let dice = Dice(seed)
        self.seed = seed
        let restoresServer = restores.areIn(seed)
        self.restoresServer = restoresServer
        let flavours = Flavour.allCases.filter { restoresServer || $0 != .backups }
        let flavour = dice.pick(flavours) ?? .mixed
        self.flavour = flavour
        // Mostly few devices, which meet often; now and then many.
        let devices =
            dice.oneIn(8) ? 8 + dice.below(5) : (flavour == .returns ? 5 : 3) + dice.below(3)
        self.devices = devices
        faultsPerHundred = [0, 5, 20, 50][dice.below(4)]
        let possible = Action.Kind.allCases.filter { restoresServer || !$0.isOfRestores }
        let kinds = possible.flatMap { kind in
            Array(repeating: kind, count: flavour.weight(kind))
        }
        actions = (0..<count).map { _ in
            Action(
                kind: kinds[dice.below(kinds.count)],
                device: dice.below(devices),
                seed: dice.next()
            )
        }
    }

    /// The same people, who do this in this order.
    package func playing(_ kinds: [Action.Kind]) -> Plan {
        let dice = Dice(seed)
        var plan = self
        plan.actions = kinds.map { kind in
            Action(kind: kind, device: dice.below(devices), seed: dice.next())
        }
        return plan
    }
}
