// SPDX-License-Identifier: Apache-2.0

extension Change: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("at", at)
            json.member("author", author)
            json.member("base", base)
            json.member("counter", counter)
            json.member("device", device)
            json.member("form", form)
            json.member("formVersion", formVersion)
            json.member("former", former)
            json.member("id", id)
            json.member("kind", kind)
            json.member("lineage", lineage)
            json.member("party", party)
            json.member("patch", patch)
            json.member("reason", reason)
            json.member("record", record)
            json.member("scope", scope)
            json.member("step", step)
            json.member("trunk", trunk)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var parts = ChangeParts()
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            try parts.read(key, &json)
        }
        self.init(
            id: try required(parts.id, "id"),
            device: try required(parts.device, "device"),
            counter: try required(parts.counter, "counter"),
            record: try required(parts.record, "record"),
            form: try required(parts.form, "form"),
            formVersion: try required(parts.formVersion, "formVersion"),
            scope: try required(parts.scope, "scope"),
            kind: try required(parts.kind, "kind"),
            base: try required(parts.base, "base"),
            patch: try required(parts.patch, "patch"),
            step: parts.step,
            reason: parts.reason,
            author: try required(parts.author, "author"),
            party: try required(parts.party, "party"),
            at: try required(parts.at, "at"),
            lineage: parts.lineage,
            trunk: parts.trunk,
            former: parts.former
        )
    }
}

/// What was read of a change so far.
private struct ChangeParts {
    var (id, device, counter, record): (ChangeID?, DeviceID?, Int64?, RecordID?)
    var (form, formVersion, scope, kind): (FormID?, Int?, Scope?, Change.Kind?)
    var (base, patch, step, reason): (Int64?, [FieldPath: Edit]?, Step?, String?)
    var (author, party, at, lineage): (PersonID?, Party?, HybridTime?, [Ancestor]?)
    var (trunk, former): ([Sequence64]?, [Sequence64]?)

    mutating func read(_ key: String, _ json: inout JSONReader) throws(JSONFault) {
        switch key {
        case "id": id = try ChangeID(from: &json)
        case "device": device = try DeviceID(from: &json)
        case "counter": counter = try json.integer()
        case "record": record = try RecordID(from: &json)
        case "form": form = try FormID(from: &json)
        case "formVersion": formVersion = try json.int()
        case "scope": scope = try Scope(from: &json)
        case "kind": kind = try Change.Kind(from: &json)
        case "base": base = try json.integer()
        case "patch": patch = try [FieldPath: Edit](from: &json)
        case "step": step = try json.optional()
        case "reason": reason = try json.optional()
        case "author": author = try PersonID(from: &json)
        case "party": party = try Party(from: &json)
        case "at": at = try HybridTime(from: &json)
        case "lineage": lineage = try json.optional()
        case "trunk": trunk = try json.optional()
        case "former": former = try json.optional()
        default: try json.skip()
        }
    }
}

extension Change.Kind: CanonicalJSON {}
extension Party: CanonicalJSON {}

extension Edit: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("reopened", reopened)
            json.member("settled", settled)
            json.member("take", take)
            json.member("to", to)
            json.member("was", was)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (to, was): (FieldValue?, FieldValue?)
        var (take, settled, reopened): (ChangeID?, [Candidate]?, [Candidate]?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "to": to = try json.optional()
            case "was": was = try json.optional()
            case "take": take = try json.optional()
            case "settled": settled = try json.optional()
            case "reopened": reopened = try json.optional()
            default: try json.skip()
            }
        }
        self.init(to: to, was: was, take: take, settled: settled, reopened: reopened)
    }
}

extension Candidate: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("at", at)
            json.member("author", author)
            json.member("device", device)
            json.member("id", id)
            json.member("party", party)
            json.member("value", value)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (id, value, author): (ChangeID?, FieldValue?, PersonID?)
        var (party, device, at): (Party?, DeviceID?, HybridTime?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "id": id = try ChangeID(from: &json)
            case "value": value = try json.optional()
            case "author": author = try PersonID(from: &json)
            case "party": party = try Party(from: &json)
            case "device": device = try DeviceID(from: &json)
            case "at": at = try HybridTime(from: &json)
            default: try json.skip()
            }
        }
        self.init(
            id: try required(id, "id"),
            value: value,
            author: try required(author, "author"),
            party: try required(party, "party"),
            device: try required(device, "device"),
            at: try required(at, "at")
        )
    }
}
