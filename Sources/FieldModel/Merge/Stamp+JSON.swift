// SPDX-License-Identifier: Apache-2.0

extension Stamp: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("at", at)
            json.member("author", author)
            json.member("base", base)
            json.member("change", change)
            json.member("counter", counter)
            json.member("device", device)
            if floor != base { json.member("floor", floor) }
            // Most forms are in their first version, and a state has many stamps.
            if formVersion != 1 { json.member("formVersion", formVersion) }
            json.member("former", former)
            json.member("kind", kind)
            json.member("lineage", lineage)
            json.member("party", party)
            json.member("reason", reason)
            json.member("trunk", trunk)
            json.member("version", version)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (change, device, counter, base): (ChangeID?, DeviceID?, Int64?, Int64?)
        var (version, kind, author, party): (Int64?, Change.Kind?, PersonID?, Party?)
        var (at, reason, lineage, formVersion): (HybridTime?, String?, [Ancestor]?, Int?)
        var (floor, trunk, former): (Int64?, [Sequence64]?, [Sequence64]?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "change": change = try ChangeID(from: &json)
            case "device": device = try DeviceID(from: &json)
            case "formVersion": formVersion = try json.int()
            case "counter": counter = try json.integer()
            case "base": base = try json.integer()
            case "version": version = try json.optional()
            case "kind": kind = try Change.Kind(from: &json)
            case "author": author = try PersonID(from: &json)
            case "party": party = try Party(from: &json)
            case "at": at = try HybridTime(from: &json)
            case "reason": reason = try json.optional()
            case "lineage": lineage = try json.optional()
            case "floor": floor = try json.integer()
            case "trunk": trunk = try json.optional()
            case "former": former = try json.optional()
            default: try json.skip()
            }
        }
        self.init(
            change: try required(change, "change"),
            device: try required(device, "device"),
            counter: try required(counter, "counter"),
            base: try required(base, "base"),
            version: version,
            kind: try required(kind, "kind"),
            author: try required(author, "author"),
            party: try required(party, "party"),
            at: try required(at, "at"),
            reason: reason,
            lineage: lineage,
            formVersion: formVersion ?? 1,
            floor: floor,
            trunk: trunk,
            former: former
        )
    }
}
