// SPDX-License-Identifier: Apache-2.0

/// A regular expression that matches a whole text, in a time that is the length of the text times
/// that of the pattern at most.
///
/// All ways through the pattern are followed side by side (Thompson, 1968), so none is ever taken
/// back: no pattern and no answer can hold a device. What such a machine cannot do is refused:
/// references back to a group, and looking ahead or behind.
struct Pattern {
    enum Step: Hashable {
        case letter(LetterSet)
        /// Goes on at both places.
        case fork(Int, Int)
        case start, end
        case border(isWanted: Bool)
    }

    static let lengthMax = 500
    static let stepsMax = 2_000
    /// Letters of the text times steps of the pattern: some tenths of a second at most.
    static let workMax = 8_000_000

    let steps: [Step]

    init(_ text: String) throws(PatternError) {
        guard text.utf8.count <= Self.lengthMax else {
            throw PatternError("it is longer than \(Self.lengthMax) characters")
        }
        var parser = PatternParser(text)
        let tree = try parser.whole()
        var steps: [Step] = []
        try Self.append(tree, to: &steps)
        self.steps = steps
    }

    private static func append(
        _ tree: PatternTree,
        to steps: inout [Step]
    ) throws(PatternError) {
        guard steps.count < stepsMax else { throw PatternError("it repeats too much") }
        switch tree {
        case .step(let step): steps.append(step)
        case .sequence(let parts): for part in parts { try append(part, to: &steps) }
        case .either(let first, let second):
            let fork = steps.count
            steps.append(.fork(fork + 1, fork + 1))
            try append(first, to: &steps)
            let leap = steps.count
            steps.append(.fork(leap + 1, leap + 1))
            steps[fork] = .fork(fork + 1, steps.count)
            try append(second, to: &steps)
            steps[leap] = .fork(steps.count, steps.count)
        case .repeated(let part, let least, let most):
            for _ in 0..<least {
                let before = steps.count
                try append(part, to: &steps)
                // Nothing, however often, is nothing: `((){1000}){1000}` ends here.
                if steps.count == before { break }
            }
            if let most { try maybe(part, most - least, &steps) } else { try many(part, &steps) }
        }
    }

    private static func many(_ part: PatternTree, _ steps: inout [Step]) throws(PatternError) {
        let fork = steps.count
        steps.append(.fork(fork + 1, fork + 1))
        try append(part, to: &steps)
        steps.append(.fork(fork, fork))
        steps[fork] = .fork(fork + 1, steps.count)
    }

    private static func maybe(
        _ part: PatternTree,
        _ times: Int,
        _ steps: inout [Step]
    ) throws(PatternError) {
        var forks: [Int] = []
        for _ in 0..<times {
            forks.append(steps.count)
            steps.append(.start)
            try append(part, to: &steps)
        }
        for fork in forks { steps[fork] = .fork(fork + 1, steps.count) }
    }

    /// False as well for a text that is too long to be looked at in the time that is allowed.
    func matches(_ text: String) -> Bool {
        let letters = Array(text.unicodeScalars)
        guard letters.count * max(1, steps.count) <= Self.workMax else { return false }
        var now = PatternFront(steps.count)
        follow(0, letters, 0, &now)
        for index in letters.indices {
            var next = PatternFront(steps.count)
            for place in now.places {
                guard place < steps.count, case .letter(let set) = steps[place],
                    set.contains(letters[index])
                else { continue }
                follow(place + 1, letters, index + 1, &next)
            }
            if next.places.isEmpty { return false }
            now = next
        }
        return now.places.contains(steps.count)
    }

    /// Adds every place that can be reached without a letter.
    private func follow(
        _ first: Int,
        _ letters: [Unicode.Scalar],
        _ index: Int,
        _ front: inout PatternFront
    ) {
        var waiting = [first]
        while let place = waiting.popLast() {
            guard front.add(place), place < steps.count else { continue }
            switch steps[place] {
            case .letter: break
            case .fork(let one, let other): waiting += [one, other]
            case .start: if index == 0 { waiting.append(place + 1) }
            case .end: if index == letters.count { waiting.append(place + 1) }
            case .border(let isWanted):
                let before = index > 0 && LetterSet.word.contains(letters[index - 1])
                let after = index < letters.count && LetterSet.word.contains(letters[index])
                if (before != after) == isWanted { waiting.append(place + 1) }
            }
        }
    }
}

/// The places in a pattern that are reached at one place of the text, each once.
private struct PatternFront {
    private(set) var places: [Int] = []
    private var seen: [Bool]

    init(_ count: Int) { seen = Array(repeating: false, count: count + 1) }

    mutating func add(_ place: Int) -> Bool {
        guard !seen[place] else { return false }
        seen[place] = true
        places.append(place)
        return true
    }
}

struct PatternError: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
}
