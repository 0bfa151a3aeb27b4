// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Figures
import Foundation
import Seeds
import Testing

/// The files of one organisation, one after the other.
private final class Files {
    private var disclosing: Disclosing
    private let happiness = "ons4_happiness"
    var publication: Publication { disclosing.publication }

    init(_ threshold: Threshold = Threshold(), after publication: Publication = Publication()) {
        disclosing = Disclosing(threshold, after: publication)
    }

    /// Pairs and mean change, as a file tells them.
    func told(_ pairs: Int, _ sum: Int64, of services: [String] = ["east"]) -> [Figure] {
        let table = FigureTable(
            "Happiness",
            rowName: "period",
            columns: [
                .init("pairs", "some.", counts: [.pairs([happiness])]),
                .init("change", "mean.", partOf: "pairs", counts: [.pairs([happiness])]),
            ],
            rows: [
                .init(
                    "2026-Q2",
                    [.count(pairs), .meanChange(sum: sum, pairs: pairs)],
                    parts: Set(services.map { "~2026-Q2/~\($0)" })
                )
            ]
        )
        return disclosing.told(table).rows[0].figures
    }

    func tell(_ pairs: Int, _ sum: Int64, of services: [String] = ["east"]) -> Bool {
        told(pairs, sum, of: services)[1].value != Figure.Value.suppressed
    }
}

/// Somebody who has every file, and subtracts the sum of one mean from that of another.
@Suite("Mean change, one file subtracted from another")
struct MeanDifferenceTests {
    @Test("who was corrected is told by no second sum of as many; the first is told again")
    func corrected() {
        let files = Files()
        #expect(files.tell(20, 10))
        let second = files.told(20, 13)
        #expect(second == [.count(20), .suppressed])
        #expect(files.tell(20, 10))
        #expect(files.tell(25, 13))
        #expect(!files.tell(24, 13))
    }

    @Test("every earlier file counts, and not only the last")
    func several() {
        let files = Files()
        #expect(files.tell(20, 10) && files.tell(27, 15))
        #expect(files.tell(34, 22))
        #expect(!files.tell(20, 11) && !files.tell(27, 12))
        #expect(files.tell(34, 22) && files.tell(27, 15))
    }

    @Test("a service more, of which nothing is told, makes nobody else of the same people")
    func widened() {
        let files = Files()
        #expect(files.tell(20, 10))
        #expect(!files.tell(20, 13, of: ["east", "west"]))
        #expect(files.tell(20, 10, of: ["east", "west"]))
    }

    @Test("nor do the services of all, of which one was corrected since")
    func parts() {
        let files = Files()
        #expect(files.tell(20, 10, of: ["east"]))
        #expect(files.tell(15, 6, of: ["west"]))
        #expect(!files.tell(35, 19, of: ["east", "west"]))
        #expect(files.tell(35, 16, of: ["east", "west"]))
        let others = Files()
        #expect(others.tell(35, 19, of: ["east", "west"]))
        #expect(others.tell(20, 10, of: ["east"]))
        #expect(!others.tell(15, 6, of: ["west"]))
    }

    @Test("a council that asks for more is given more")
    func threshold() {
        let files = Files(Threshold(10))
        #expect(files.tell(30, 10) && !files.tell(30, 11))
        #expect(files.tell(40, 15))
    }

    @Test("what was remembered before sums were is read, and counts are written as they were")
    func former() throws {
        let old = #"{"entries":[{"what":"/outcomes/0","parts":["a"],"count":20}]}"#
        let publication = try JSONDecoder().decode(Publication.self, from: Data(old.utf8))
        #expect(publication.entries.map(\.sum) == [nil])
        let again = String(decoding: try JSONEncoder().encode(publication), as: UTF8.self)
        #expect(!again.contains("sum"))
        let files = Files()
        #expect(files.tell(20, -10))
        let kept = try JSONDecoder().decode(
            Publication.self,
            from: JSONEncoder().encode(files.publication)
        )
        let later = Files(after: kept)
        #expect(!later.tell(20, -7) && later.tell(20, -10))
    }

    @Test("of any files in a row, no two sums of nearly as many differ")
    func randomFiles() {
        var shown = 0
        for seed in SeededRandom.seeds(100) {
            var random = SeededRandom(seed: seed)
            let files = Files()
            var (pairs, sum) = (20, Int64(10))
            var told: [(pairs: Int, sum: Int64)] = []
            for _ in 0..<12 {
                pairs += Int.random(in: 0...7, using: &random)
                sum += Int64.random(in: -3...3, using: &random)
                if files.tell(pairs, sum) { told.append((pairs, sum)) }
            }
            shown += told.count
            for first in told {
                for second in told where abs(first.pairs - second.pairs) < 5 {
                    let isSame = first.pairs == second.pairs && first.sum == second.sum
                    #expect(isSame, "seed \(seed): \(first), \(second)")
                }
            }
        }
        // Who hides everything passes any attack.
        #expect(shown > 200)
    }
}
