// SPDX-License-Identifier: Apache-2.0

extension PushRequest: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("changes", changes)
            json.member("unsent", unsent)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (changes, unsent): ([Change]?, Int?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "changes": changes = try [Change](from: &json)
            case "unsent": unsent = try json.optional()
            default: try json.skip()
            }
        }
        self.init(changes: try required(changes, "changes"), unsent: unsent)
    }
}

extension PushAnswer: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("expected", expected)
            json.member("outcomes", outcomes)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (outcomes, expected): ([PushOutcome]?, Int64?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "outcomes": outcomes = try [PushOutcome](from: &json)
            case "expected": expected = try json.integer()
            default: try json.skip()
            }
        }
        self.init(
            outcomes: try required(outcomes, "outcomes"),
            expected: try required(expected, "expected")
        )
    }
}

extension PushOutcome: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("change", change)
            json.member("counter", counter)
            json.member("duplicate", duplicate)
            json.member("result", result)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (change, counter): (ChangeID?, Int64?)
        var (result, duplicate): (Result?, Bool?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "change": change = try ChangeID(from: &json)
            case "counter": counter = try json.integer()
            case "result": result = try Result(from: &json)
            case "duplicate": duplicate = try json.boolean()
            default: try json.skip()
            }
        }
        self.init(
            change: try required(change, "change"),
            counter: try required(counter, "counter"),
            result: try required(result, "result"),
            duplicate: try required(duplicate, "duplicate")
        )
    }
}

/// `{"stored":{"hash":…,"sequence":…}}`, or `held` or `refused` with a problem.
extension PushOutcome.Result: CodableByJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            switch self {
            case .stored(let receipt): json.member("stored", receipt)
            case .held(let why): json.member("held", why)
            case .refused(let problem): json.member("refused", problem)
            }
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var result: Self?
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "stored": result = .stored(receipt: try Receipt(from: &json))
            case "held": result = .held(why: try Problem(from: &json))
            case "refused": result = .refused(problem: try Problem(from: &json))
            default: try json.skip()
            }
        }
        guard let result else { throw .invalid }
        self = result
    }
}

extension Receipt: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("hash", hash)
            json.member("sequence", sequence)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (sequence, hash): (Int64?, Hash?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "sequence": sequence = try json.integer()
            case "hash": hash = try Hash(from: &json)
            default: try json.skip()
            }
        }
        self.init(sequence: try required(sequence, "sequence"), hash: try required(hash, "hash"))
    }
}

extension Problem: CanonicalJSON {
    package func write(to json: inout JSONWriter) { json.foundation(self) }
    package init(from json: inout JSONReader) throws(JSONFault) { self = try json.foundation() }
}
