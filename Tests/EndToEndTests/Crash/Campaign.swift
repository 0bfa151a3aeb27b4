// SPDX-License-Identifier: Apache-2.0

import FaultTable
import Foundation
import Seeds
import Testing

/// What a test counted over the cases of one fault.
///
/// A column is nil until something looked: 0 says that it was looked at, and nothing found.
struct Tally: Sendable {
    var cases: Int
    /// Cases that the fault did meet.
    var met: Int
    private(set) var lost: Int?
    private(set) var duplicated: Int?
    private(set) var torn: Int?
    private(set) var stalled: Int?
    /// What a person needs to find out why.
    var words: [String]

    init(cases: Int = 0, met: Int = 0, words: [String] = []) {
        (self.cases, self.met, self.words) = (cases, met, words)
    }

    var isClean: Bool {
        [lost, duplicated, torn, stalled].allSatisfy { ($0 ?? 0) == 0 } && words.isEmpty
    }

    /// Takes down what somebody looked at, and how much of it was not as it must be.
    mutating func saw(
        lost: Int? = nil,
        duplicated: Int? = nil,
        torn: Int? = nil,
        stalled: Int? = nil
    ) {
        self.lost = Self.sum(self.lost, lost)
        self.duplicated = Self.sum(self.duplicated, duplicated)
        self.torn = Self.sum(self.torn, torn)
        self.stalled = Self.sum(self.stalled, stalled)
    }

    private static func sum(_ left: Int?, _ right: Int?) -> Int? {
        left.map { $0 + (right ?? 0) } ?? right
    }

    static func + (left: Tally, right: Tally) -> Tally {
        var sum = left
        sum.cases += right.cases
        sum.met += right.met
        sum.saw(
            lost: right.lost,
            duplicated: right.duplicated,
            torn: right.torn,
            stalled: right.stalled
        )
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
            \(seed): of \(cases) cases lost \(lost ?? 0), duplicated \(duplicated ?? 0), \
            torn \(torn ?? 0), stalled \(stalled ?? 0)
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
                        var tally = Tally(cases: 1, words: ["\(one): \(error)"])
                        tally.saw(stalled: 1)
                        return tally
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
