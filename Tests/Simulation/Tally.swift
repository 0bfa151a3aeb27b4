// SPDX-License-Identifier: Apache-2.0

/// What happened in histories, counted: a check that never had anything to check is no check.
package struct Tally: Sendable, Codable {
    package var histories = 0
    /// Those of them in which the server could go back to a backup.
    package var restoring = 0
    package var actions = 0
    /// Actions, requests, answers, commits and faults.
    package var events = 0
    package var changes = 0
    /// Fields that were disputed at some time.
    package var conflicts = 0
    package var resolutions = 0
    package var held = 0
    package var approvals = 0
    /// Changes that came back to a restored server.
    package var sentAgain = 0
    package var refusals: [String: Int] = [:]
    package var faults: [String: Int] = [:]
    package var checks: [String: Int] = [:]
    /// A sum over all entries of all logs: equal where the same seeds were played the same way.
    package var fingerprint: UInt64 = 0

    package init() {}

    package mutating func add(_ other: Tally) {
        histories += other.histories
        restoring += other.restoring
        actions += other.actions
        events += other.events
        changes += other.changes
        conflicts += other.conflicts
        resolutions += other.resolutions
        held += other.held
        approvals += other.approvals
        sentAgain += other.sentAgain
        refusals.merge(other.refusals) { $0 + $1 }
        faults.merge(other.faults) { $0 + $1 }
        checks.merge(other.checks) { $0 + $1 }
        fingerprint &+= other.fingerprint
    }

    package func count(_ fault: Fault) -> Int { faults[fault.rawValue] ?? 0 }

    package func checks(of invariant: Invariant) -> Int { checks[invariant.rawValue] ?? 0 }

    /// What so many histories should have met and did not: where that is so, the histories have
    /// become harmless, and their good end means nothing.
    package var shortfalls: [String] {
        var found: [String] = []
        func expect(_ name: String, _ count: Int, atLeast least: Int, of number: Int? = nil) {
            // So many that each fault is met at least once.
            let least = number ?? histories >= 90 ? max(1, least) : least
            if count < least { found.append("\(name): \(count), expected at least \(least)") }
        }
        for fault in Fault.allCases {
            let number = fault.isOfRestores ? restoring : histories
            expect(fault.rawValue, count(fault), atLeast: number / 100, of: number)
        }
        for invariant in Invariant.allCases {
            expect("checks of \(invariant.rawValue)", checks(of: invariant), atLeast: histories / 4)
        }
        expect("changes stored", changes, atLeast: histories * 5)
        expect("conflicts", conflicts, atLeast: histories / 4)
        expect("resolutions", resolutions, atLeast: histories / 20)
        expect("refusals", refusals.values.reduce(0, +), atLeast: histories / 20)
        expect("changes held", held, atLeast: histories / 100)
        expect("returns approved", approvals, atLeast: histories / 200)
        expect("changes sent again", sentAgain, atLeast: restoring / 10, of: restoring)
        return found
    }
}

/// What must hold in every history; `docs/simulation.md` says how each is told.
package enum Invariant: String, Sendable, CaseIterable {
    case kept = "I1"
    case once = "I2"
    case converged = "I3"
    case disputed = "I4"
    case seen = "I5"
    case inScope = "I6"
    case workflow = "I7"
    case erased = "I8"
    case chain = "I9"
    case gapless = "I10"
    case live = "I11"
    case bounded = "I12"

    package var words: String {
        switch self {
        case .kept: "what was acknowledged or saved is kept, as it was made"
        case .once: "each change has one effect"
        case .converged: "everybody holds the same, byte for byte"
        case .disputed: "values unseen by each other are one open conflict, nothing else is"
        case .seen: "what was saved shows at once, and nothing goes back"
        case .inScope: "no record outside the rights of its reader"
        case .workflow: "only lawful moves; approved is what was reviewed"
        case .erased: "what was erased can be read nowhere"
        case .chain: "the log verifies, and the records follow from it"
        case .gapless: "sequences and counters have no gap"
        case .live: "once faults end, nothing waits"
        case .bounded: "what is only for a while is gone"
        }
    }
}

/// An invariant that does not hold.
package struct Violation: Error, Sendable, CustomStringConvertible {
    /// Nil for an error that nobody expects.
    package let invariant: Invariant?
    package let what: String

    init(_ invariant: Invariant?, _ what: String) {
        (self.invariant, self.what) = (invariant, what)
    }

    package init(unexpected error: any Error) {
        self.init(nil, "an error that nobody expects: \(error)")
    }

    package var name: String { invariant?.rawValue ?? "error" }
    package var description: String { "\(name): \(what)" }
}
