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
        var (assign, move): (Step?, ReturnMove.Name?)
        var (content, revision): (Hash?, ReturnRevision?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "assign": assign = try Self.assignment(&json)
            case "move": move = try ReturnMove.Name(from: &json)
            case "content": content = try json.optional()
            case "revision": revision = try json.optional()
            default: try json.skip()
            }
        }
        if let assign, move == nil {
            self = assign
        } else {
            let name = try required(move, "move")
            self = .move(try ReturnMove(name, content: content, revision: revision))
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

extension ReturnMove {
    fileprivate init(
        _ name: Name,
        content: Hash?,
        revision: ReturnRevision?
    ) throws(JSONFault) {
        switch name {
        case .prepare: self = .prepare
        case .submit: self = .submit(revision: try required(revision, "revision"))
        case .review: self = .review(content: try required(content, "content"))
        case .accept: self = .accept(content: try required(content, "content"))
        case .approve: self = .approve(content: try required(content, "content"))
        }
    }

    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("content", decidedContent)
            json.member("move", name)
            if case .submit(let revision) = self { json.member("revision", revision) }
        }
    }
}

extension ReturnMove.Name: CanonicalJSON {}

extension ReturnRevision: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("fields", fields)
            json.member("form", form)
            json.member("formVersion", formVersion)
            json.member("manifest", manifest)
            json.member("record", record)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (record, form, formVersion): (RecordID?, FormID?, Int?)
        var (fields, manifest): ([FieldPath: FieldValue]?, [ManifestEntry]?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "record": record = try RecordID(from: &json)
            case "form": form = try FormID(from: &json)
            case "formVersion": formVersion = try json.int()
            case "fields": fields = try [FieldPath: FieldValue](from: &json)
            case "manifest": manifest = try [ManifestEntry](from: &json)
            default: try json.skip()
            }
        }
        self.init(
            record: try required(record, "record"),
            form: try required(form, "form"),
            formVersion: try required(formVersion, "formVersion"),
            fields: try required(fields, "fields"),
            manifest: try required(manifest, "manifest")
        )
    }
}

extension ManifestEntry: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("hash", hash)
            json.member("record", record)
            json.member("version", version)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (record, version, hash): (RecordID?, Int64?, Hash?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "record": record = try RecordID(from: &json)
            case "version": version = try json.integer()
            case "hash": hash = try Hash(from: &json)
            default: try json.skip()
            }
        }
        self.init(
            record: try required(record, "record"),
            version: try required(version, "version"),
            hash: try required(hash, "hash")
        )
    }
}
