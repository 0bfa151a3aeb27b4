// SPDX-License-Identifier: Apache-2.0

import Disclosure
import Testing

@Suite("Two reports, one subtracted from the other")
struct DifferencingTests {
    private let threshold = Threshold()

    private func entry(_ parts: String, _ count: Int) -> Publication.Entry {
        Publication.Entry("people", of: Set(parts.map(String.init)), count)
    }

    private func allows(_ new: Publication.Entry, after former: Publication.Entry...) -> Bool {
        var publication = Publication()
        for entry in former { publication.add(entry) }
        return publication.allows(new, threshold)
    }

    @Test("a neighbourhood within a ward, or a ward around it, may not leave few people over")
    func nested() {
        #expect(!allows(entry("ab", 17), after: entry("abc", 20)))
        #expect(!allows(entry("abc", 20), after: entry("ab", 17)))
        #expect(allows(entry("ab", 15), after: entry("abc", 20)))
        #expect(allows(entry("ab", 20), after: entry("abc", 20)))
        #expect(allows(entry("de", 17), after: entry("abc", 20)))
    }

    @Test("nor may several together, in whichever order they come")
    func several() {
        let (whole, a, b) = (entry("abc", 30), entry("a", 14), entry("b", 13))
        #expect(!allows(whole, after: a, b))
        #expect(!allows(a, after: whole, b))
        #expect(!allows(b, after: whole, a))
        #expect(allows(b, after: whole))
    }

    @Test("a corrected number may be the same or quite another, never another by few")
    func corrected() {
        #expect(!allows(entry("a", 12), after: entry("a", 14)))
        #expect(!allows(entry("a", 14), after: entry("a", 12)))
        #expect(allows(entry("a", 14), after: entry("a", 14)))
        #expect(allows(entry("a", 19), after: entry("a", 14)))
    }

    @Test("numbers of different things are not compared; too many to compare are refused")
    func bounds() {
        var publication = Publication()
        publication.add(Publication.Entry("contacts", of: ["a"], 14))
        #expect(publication.allows(entry("a", 12), threshold))
        // Each touches its neighbour, so that there are more families than anybody could try.
        for number in 0..<60 {
            let parts: Set = ["\(number)", "\(number + 1)"]
            publication.add(Publication.Entry("people", of: parts, 1_000 + (1 << number % 30)))
        }
        let all = Set((0...60).map(String.init))
        #expect(!publication.allows(Publication.Entry("people", of: all, 900_000), threshold))
    }
}
