// SPDX-License-Identifier: Apache-2.0

/// `{"assign":{"field":"minutes","to":"…"}}`, or `{"move":"approve","content":"…"}`.
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
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (assign, move) = (Step?.none, ReturnMove.Parts())
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            if key == "assign" {
                assign = try Self.assignment(&json)
            } else {
                try move.read(key, &json)
            }
        }
        if let assign, move.name == nil {
            self = assign
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
