// SPDX-License-Identifier: Apache-2.0

indirect enum PatternTree {
    case step(Pattern.Step)
    case sequence([PatternTree])
    case either(PatternTree, PatternTree)
    /// So often at least; nil at most: without end.
    case repeated(PatternTree, Int, Int?)
}

/// Reads what Java's and JavaScript's patterns have in common.
struct PatternParser {
    private static let depthMax = 30
    private static let timesMax = 1_000

    private let letters: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    init(_ text: String) { letters = Array(text.unicodeScalars) }

    private var peek: Unicode.Scalar? { position < letters.count ? letters[position] : nil }

    private mutating func take(_ letter: Unicode.Scalar) -> Bool {
        guard peek == letter else { return false }
        position += 1
        return true
    }

    mutating func whole() throws(PatternError) -> PatternTree {
        let tree = try either()
        guard peek == nil else { throw PatternError("a ')' has no '('") }
        return tree
    }

    private mutating func either() throws(PatternError) -> PatternTree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else { throw PatternError("its groups are nested too deeply") }
        var tree = try sequence()
        while take("|") { tree = .either(tree, try sequence()) }
        return tree
    }

    private mutating func sequence() throws(PatternError) -> PatternTree {
        var parts: [PatternTree] = []
        while let letter = peek, letter != "|", letter != ")" {
            parts.append(try repeated(try atom()))
        }
        return .sequence(parts)
    }

    private mutating func repeated(_ atom: PatternTree) throws(PatternError) -> PatternTree {
        var tree = atom
        var isRepeated = false
        while let (least, most) = try times() {
            guard !isRepeated else { throw PatternError("it repeats a repetition") }
            isRepeated = true
            tree = .repeated(tree, least, most)
            // Whether it takes much or little first makes no difference to a match of the whole.
            if !take("?") { _ = take("+") }
        }
        return tree
    }

    private mutating func times() throws(PatternError) -> (Int, Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard peek == "{", let end = letters[position...].firstIndex(of: "}") else { return nil }
        let bounds = String(String.UnicodeScalarView(letters[position + 1..<end]))
            .split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        guard let least = bounds.first ?? nil, bounds.count <= 2 else {
            throw PatternError("a count is written {2}, {2,} or {2,4}")
        }
        position = end + 1
        let most = bounds.count == 1 ? least : bounds[1]
        guard least >= 0, (most ?? least) >= least, (most ?? least) <= Self.timesMax else {
            throw PatternError("a count goes up, to \(Self.timesMax) at most")
        }
        return (least, most)
    }

    private mutating func atom() throws(PatternError) -> PatternTree {
        guard let letter = peek else { throw PatternError("it ends too early") }
        position += 1
        switch letter {
        case "(": return try group()
        case "[": return .step(.letter(try set()))
        case ".": return .step(.letter(.any))
        case "^": return .step(.start)
        case "$": return .step(.end)
        case "\\":
            if take("b") { return .step(.border(isWanted: true)) }
            if take("B") { return .step(.border(isWanted: false)) }
            return .step(.letter(LetterSet(parts: [try escape()])))
        case "*", "+", "?": throw PatternError("'\(letter)' has nothing to repeat")
        default: return .step(.letter(.one(letter)))
        }
    }

    private mutating func group() throws(PatternError) -> PatternTree {
        if take("?"), !take(":") {
            throw PatternError("'(?…' is not understood; groups are (…) or (?:…)")
        }
        let tree = try either()
        guard take(")") else { throw PatternError("a '(' has no ')'") }
        return tree
    }

    private mutating func set() throws(PatternError) -> LetterSet {
        var set = LetterSet(parts: [], isInverted: take("^"))
        repeat {
            guard let letter = peek else { throw PatternError("a '[' has no ']'") }
            position += 1
            let part =
                letter == "\\" ? try escape() : LetterSet.Part.range(letter.value, letter.value)
            set.parts.append(try range(from: part))
        } while !take("]")
        return set
    }

    private mutating func range(from part: LetterSet.Part) throws(PatternError) -> LetterSet.Part {
        guard case .range(let first, _) = part, peek == "-", position + 1 < letters.count,
            letters[position + 1] != "]"
        else { return part }
        position += 1
        let letter = letters[position]
        position += 1
        let end = letter == "\\" ? try escape() : LetterSet.Part.range(letter.value, letter.value)
        guard case .range(let last, _) = end, first <= last else {
            throw PatternError("a range such as a-z goes up")
        }
        return .range(first, last)
    }

    private mutating func escape() throws(PatternError) -> LetterSet.Part {
        guard let letter = peek else { throw PatternError("it ends with '\\'") }
        position += 1
        switch letter {
        case "d": return .digit
        case "w": return .word
        case "s": return .space
        case "D": return .not(LetterSet(parts: [.digit]))
        case "W": return .not(.word)
        case "S": return .not(LetterSet(parts: [.space]))
        case "n": return .range(10, 10)
        case "r": return .range(13, 13)
        case "t": return .range(9, 9)
        case "p", "P": return try property(isInverted: letter == "P")
        case "u": return try code()
        case "0"..."9": throw PatternError("'\\\(letter)' refers back to a group")
        default: return .range(letter.value, letter.value)
        }
    }

    private mutating func property(isInverted: Bool) throws(PatternError) -> LetterSet.Part {
        guard take("{"), let end = letters[position...].firstIndex(of: "}") else {
            throw PatternError("a kind of letter is written \\p{L}")
        }
        let name = String(String.UnicodeScalarView(letters[position..<end]))
        position = end + 1
        let part: LetterSet.Part? =
            switch name {
            case "L", "IsL", "Alpha", "IsAlphabetic": .letter
            case "Lu", "Upper": .upper
            case "Ll", "Lower": .lower
            case "N", "Nd", "Digit": .digit
            default: nil
            }
        guard let part else { throw PatternError("\\p{\(name)} is not known; L, Lu, Ll and N are") }
        return isInverted ? .not(LetterSet(parts: [part])) : part
    }

    private mutating func code() throws(PatternError) -> LetterSet.Part {
        let digits = letters[position...].prefix(4)
        guard digits.count == 4,
            let value = UInt32(String(String.UnicodeScalarView(digits)), radix: 16)
        else { throw PatternError("a letter by its number is written \\u00E9") }
        position += 4
        return .range(value, value)
    }
}
