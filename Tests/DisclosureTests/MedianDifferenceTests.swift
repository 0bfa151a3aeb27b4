// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Figures
import Foundation
import Seeds
import Testing

/// The files of one organisation about waiting, one after the other.
private final class WaitingFiles {
    private var disclosing: Disclosing
    var publication: Publication { disclosing.publication }

    init(_ threshold: Threshold = Threshold(), after publication: Publication = Publication()) {
        disclosing = Disclosing(threshold, after: publication)
    }

    /// How many began, and the median of their days, as a file tells them.
    func told(_ days: [Int], of services: [String] = ["east"]) -> [Figure] {
        let table = FigureTable(
            "Waiting for a service",
            rowName: "period",
            columns: [
                .init("started", "some.", counts: [.begun]),
                .init("median days", "the middle.", partOf: "started", counts: [.begun]),
            ],
            rows: [
                .init(
                    "2026-Q2",
                    [.count(days.count), .median(days)],
                    parts: Set(services.map { "~2026-Q2/~\($0)" })
                )
            ]
        )
        return disclosing.told(table).rows[0].figures
    }

    func tell(_ days: [Int], of services: [String] = ["east"]) -> Bool {
        told(days, of: services)[1].value != Figure.Value.suppressed
    }
}

/// Somebody who has two files, and knows that between them one person's answer was corrected, or
/// one person came: tries every population of few days that both files can be of.
private struct MedianAttacker {
    private static let days = 0...3
    let before: Figure
    let after: Figure
    let count: Int

    /// By how many days the one answer can have been corrected.
    var corrections: Set<Int> {
        var found: Set<Int> = []
        forEachPopulation { population in
            for new in Self.days where population[0] != new {
                var later = population
                later[0] = new
                if fits(population, before), fits(later, after) {
                    found.insert(new - population[0])
                }
            }
        }
        return found
    }

    /// The days that the one who came can have waited.
    var comers: Set<Int> {
        var found: Set<Int> = []
        forEachPopulation { population in
            for new in Self.days where fits(population, before) && fits(population + [new], after) {
                found.insert(new)
            }
        }
        return found
    }

    private func fits(_ population: [Int], _ figure: Figure) -> Bool {
        figure.value == .suppressed || figure.value == Figure.median(population).value
    }

    private func forEachPopulation(_ body: ([Int]) -> Void) {
        let size = Self.days.count
        for number in 0..<Int(pow(Double(size), Double(count))) {
            var (rest, population) = (number, [Int]())
            for _ in 0..<count {
                population.append(rest % size)
                rest /= size
            }
            body(population)
        }
    }
}

@Suite("Medians, one file beside another")
struct MedianDifferenceTests {
    private let six = [0, 1, 1, 1, 2, 3]

    @Test("which way one person was corrected follows from both, so the second is not told")
    func corrected() {
        let later = [0, 1, 3, 3, 2, 3]
        let raw = MedianAttacker(
            before: .median(six),
            after: .median([0, 1, 1, 2, 3, 3]),
            count: 6
        )
        // Without the rule the attack works: it can only have become longer.
        #expect(!raw.corrections.isEmpty && raw.corrections.allSatisfy { $0 > 0 })
        let files = WaitingFiles()
        let (first, second) = (files.told(six), files.told([0, 1, 1, 2, 3, 3]))
        #expect(first == [.count(6), .median(six)] && second == [.count(6), .suppressed])
        let attacker = MedianAttacker(before: first[1], after: second[1], count: 6)
        #expect(attacker.corrections == [-3, -2, -1, 1, 2, 3])
        // The first is known, and told again; of quite another number of people another is told.
        #expect(files.tell(six))
        #expect(!files.tell(later))
        #expect(files.tell(six + later))
    }

    @Test("what one who came had to wait follows from both, so neither n nor median is told")
    func came() {
        let seven = six + [0]
        let before = Figure.median([0, 0, 0, 3, 3, 3])
        let raw = MedianAttacker(before: before, after: .median([0, 0, 0, 0, 3, 3, 3]), count: 6)
        #expect(raw.comers == [0])
        let files = WaitingFiles()
        let first = files.told([0, 0, 0, 3, 3, 3])
        let second = files.told([0, 0, 0, 0, 3, 3, 3])
        #expect(second == [.suppressed, .suppressed])
        let attacker = MedianAttacker(before: first[1], after: second[1], count: 6)
        #expect(attacker.comers == [0, 1, 2, 3])
        #expect(!files.tell(seven))
    }

    @Test("a service more, of which nothing is told, makes nobody else of the same people")
    func widened() {
        let files = WaitingFiles()
        #expect(files.tell(six))
        #expect(!files.tell([0, 1, 1, 2, 3, 3], of: ["east", "west"]))
        #expect(files.tell(six, of: ["east", "west"]))
        // Those of all are nobody's alone, whatever the middle of each service is.
        let others = WaitingFiles()
        #expect(others.tell(six) && others.tell([5, 6, 7, 8, 9], of: ["west"]))
        #expect(others.tell(six + [5, 6, 7, 8, 9], of: ["east", "west"]))
    }

    @Test("of few people none is told, and a council that asks for more is given more")
    func few() {
        #expect(!WaitingFiles().tell([1, 2, 3, 4]))
        let files = WaitingFiles(Threshold(10))
        #expect(!files.tell(six) && files.tell(Array(0..<20)))
        #expect(!files.tell(Array(1..<21)) && files.tell(Array(1..<31)))
    }

    @Test("what was remembered before medians were is read; what is remembered holds later files")
    func remembered() throws {
        let files = WaitingFiles()
        #expect(files.tell(six))
        let kept = try JSONEncoder().encode(files.publication)
        let later = WaitingFiles(after: try JSONDecoder().decode(Publication.self, from: kept))
        #expect(!later.tell([0, 1, 1, 2, 3, 3]) && later.tell(six))
        let old = #"{"entries":[{"what":"//begun/0","parts":["~2026-Q2/~east"],"count":6}]}"#
        let former = try JSONDecoder().decode(Publication.self, from: Data(old.utf8))
        #expect(former.entries.map(\.median) == [nil])
        let again = String(decoding: try JSONEncoder().encode(former), as: UTF8.self)
        #expect(!again.contains("median"))
    }

    @Test("of any files in a row, no two medians of nearly as many people differ")
    func randomFiles() {
        var shown = 0
        for seed in SeededRandom.seeds(100) {
            var random = SeededRandom(seed: seed)
            let files = WaitingFiles()
            var days = (0..<20).map { _ in Int.random(in: 0...60, using: &random) }
            var told: [Figure] = []
            for _ in 0..<12 {
                let more = Int.random(in: 0...7, using: &random)
                days += (0..<more).map { _ in Int.random(in: 0...60, using: &random) }
                let one = Int.random(in: days.indices, using: &random)
                days[one] = Int.random(in: 0...60, using: &random)
                let figure = files.told(days)[1]
                if figure.value != .suppressed { told.append(figure) }
            }
            shown += told.count
            for first in told {
                for second in told {
                    guard case .median(let one, let many) = first.value,
                        case .median(let other, let more) = second.value, abs(many - more) < 5
                    else { continue }
                    #expect(one == other && many == more, "seed \(seed): \(first), \(second)")
                }
            }
        }
        // Who hides everything passes any attack.
        #expect(shown > 200)
    }
}
