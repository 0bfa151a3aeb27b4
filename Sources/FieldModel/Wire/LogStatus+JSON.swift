// SPDX-License-Identifier: Apache-2.0

extension LogStatus: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("council", council)
            json.member("timeline", timeline)
            json.member("trunk", trunk)
            json.member("verified", verified)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (council, timeline): (CouncilID?, Int64?)
        var (trunk, verified): ([Sequence64]?, Sequence64?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "council": council = try CouncilID(from: &json)
            case "timeline": timeline = try json.integer()
            case "trunk": trunk = try [Sequence64](from: &json)
            case "verified": verified = try json.optional()
            default: try json.skip()
            }
        }
        self.init(
            council: try required(council, "council"),
            timeline: try required(timeline, "timeline"),
            trunk: try required(trunk, "trunk"),
            verified: verified
        )
    }
}

extension Restored: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("at", at)
            json.member("backupOf", backupOf)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (at, backupOf): (Instant?, Instant?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "at": at = try Instant(from: &json)
            case "backupOf": backupOf = try Instant(from: &json)
            default: try json.skip()
            }
        }
        self.init(at: try required(at, "at"), backupOf: try required(backupOf, "backupOf"))
    }
}
