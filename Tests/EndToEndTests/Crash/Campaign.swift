// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import Testing

/// What a test counts over the cases of one fault.
struct Tally: Sendable {
    var cases = 0
    /// Cases that the fault did meet.
    var met = 0
    var lost = 0
    var duplicated = 0
    var torn = 0
    var stalled = 0
    /// What a person needs to find out why.
    var words: [String] = []

    var isClean: Bool { lost + duplicated + torn + stalled == 0 && words.isEmpty }

    static func + (left: Tally, right: Tally) -> Tally {
        var sum = left
        sum.cases += right.cases
        sum.met += right.met
        sum.lost += right.lost
        sum.duplicated += right.duplicated
        sum.torn += right.torn
        sum.stalled += right.stalled
        sum.words += right.words
        return sum
    }

    /// Nothing went wrong, and the fault did meet more than half of the cases.
    func expectClean(
        _ fault: String,
        _ seed: Seed,
        at location: SourceLocation = #_sourceLocation
    ) {
        enter(fault)
        let why = words.prefix(5).map { $0.prefix(600) }.joined(separator: "\n")
        #expect(
            isClean,
            """
            \(seed): of \(cases) cases lost \(lost), duplicated \(duplicated), torn \(torn), \
            stalled \(stalled)
            \(why)
            """,
            sourceLocation: location
        )
        #expect(
            met > cases / 2,
            "\(seed): the fault met \(met) of \(cases) cases",
            sourceLocation: location
        )
    }

    func enter(_ fault: String) {
        FaultTable.add(
            fault: fault,
            cases: cases,
            lost: lost,
            duplicated: duplicated,
            torn: torn,
            stalled: stalled
        )
    }
}

/// Many cases of one fault: a sample of them in an ordinary run, more in a soak.
enum Campaign {
    /// How many times the cases of an ordinary run: `KEEPLOCAL_SOAK=20 swift test`.
    static let factor = max(
        1,
        ProcessInfo.processInfo.environment["KEEPLOCAL_SOAK"].flatMap { Int($0) } ?? 1
    )

    /// Places of a run at which the fault comes: evenly spread from a random start, or all of them.
    static func places(in total: Int, cases: Int, _ seed: inout Seed) -> [Int] {
        guard total > 0 else { return [] }
        let step = max(1, total / (cases * factor))
        return Array(stride(from: Int.random(in: 1...step, using: &seed), through: total, by: step))
    }

    /// Runs the cases two at a time; one that throws counts as stalled, and tells why.
    static func run<Case: Sendable>(
        _ cases: [Case],
        _ body: @escaping @Sendable (Case) async throws -> Tally
    ) async -> Tally {
        await withTaskGroup(of: Tally.self) { group in
            var (total, rest) = (Tally(), cases[...])
            let next: (inout TaskGroup<Tally>) -> Void = { group in
                guard let one = rest.popFirst() else { return }
                group.addTask {
                    do {
                        return try await body(one)
                    } catch {
                        return Tally(cases: 1, stalled: 1, words: ["\(one): \(error)"])
                    }
                }
            }
            next(&group)
            next(&group)
            while let done = await group.next() {
                total = total + done
                next(&group)
            }
            return total
        }
    }
}
