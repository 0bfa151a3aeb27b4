// SPDX-License-Identifier: Apache-2.0

/// `{"assign":{"field":"minutes","to":"…"}}`, `{"sign":"…"}`, or
/// `{"move":"approve","content":"…"}`.
extension Step: CodableByJSON {
    package func write(to json: inout JSONWriter) {
        switch self {
        case .assign(let field, let person):
            json.object { json in
                json.key("assign")
                json.object { json in
                    json.member("field", field)
                    json.member("to", person)
                }
            }
        case .move(let move): move.write(to: &json)
        case .appeal(let field): json.object { $0.member("appeal", field) }
        case .sign(let content): json.object { $0.member("sign", content) }
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (other, move) = (Step?.none, ReturnMove.Parts())
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "assign": other = try Self.assignment(&json)
            case "appeal": other = .appeal(field: try FieldPath(from: &json))
            case "sign": other = .sign(content: try Hash(from: &json))
            default: try move.read(key, &json)
            }
        }
        if let other, move.name == nil {
            self = other
        } else {
            self = .move(try move.whole())
        }
    }

    private static func assignment(_ json: inout JSONReader) throws(JSONFault) -> Step {
        var (field, person): (FieldPath?, PersonID?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "field": field = try FieldPath(from: &json)
            case "to": person = try json.optional()
            default: try json.skip()
            }
        }
        return .assign(field: try required(field, "field"), to: person)
    }
}
