// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Records of a feed from one identifier through another, both counted in.
package struct RecordRange: Sendable, Codable, Hashable {
    package let from: RecordID
    package let through: RecordID

    package init(from: RecordID, through: RecordID) { (self.from, self.through) = (from, through) }

    package static let all = Self(
        from: RecordID(high: 0, low: 0),
        through: RecordID(high: .max, low: .max)
    )
}

/// `POST /v1/repair`: where a device differs, and then what it lacks.
package struct RepairRequest: Sendable, Codable {
    package let feed: Feed
    /// Ranges to be told of, in order and apart from each other.
    package let ranges: [RecordRange]
    /// Records to be sent whole.
    package let records: [RecordID]

    package init(feed: Feed, ranges: [RecordRange] = [], records: [RecordID] = []) {
        (self.feed, self.ranges, self.records) = (feed, ranges, records)
    }
}

package struct RepairAnswer: Sendable {
    /// What the server has in a part of a range.
    package struct Part: Sendable, Codable, Hashable {
        package let range: RecordRange
        package let count: Int
        package let digest: SetDigest

        package init(range: RecordRange, count: Int, digest: SetDigest) {
            (self.range, self.count, self.digest) = (range, count, digest)
        }
    }

    /// One record of a small range, by its hash.
    package struct Mark: Sendable, Codable, Hashable {
        package let record: RecordID
        package let hash: Hash

        package init(record: RecordID, hash: Hash) { (self.record, self.hash) = (record, hash) }
    }

    /// For each range asked for: its parts where it is large, which cover it without a gap; else
    /// all its records.
    package struct Told: Sendable, Codable, Hashable {
        package let parts: [Part]?
        package let marks: [Mark]?

        package init(parts: [Part]? = nil, marks: [Mark]? = nil) {
            (self.parts, self.marks) = (parts, marks)
        }
    }

    package let ranges: [Told]
    package let records: [PulledRecord]
    /// Records asked for that the feed has not.
    package let missing: [RecordID]

    package init(
        ranges: [Told] = [],
        records: [PulledRecord] = [],
        missing: [RecordID] = []
    ) {
        (self.ranges, self.records, self.missing) = (ranges, records, missing)
    }
}

extension RepairAnswer: CodableByJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.key("missing")
            json.foundation(missing)
            json.key("ranges")
            json.foundation(ranges)
            json.member("records", records)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (ranges, records): ([Told]?, [PulledRecord]?)
        var missing: [RecordID]?
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "ranges": ranges = try json.foundation()
            case "records": records = try [PulledRecord](from: &json)
            case "missing": missing = try json.foundation()
            default: try json.skip()
            }
        }
        self.init(
            ranges: try required(ranges, "ranges"),
            records: try required(records, "records"),
            missing: try required(missing, "missing")
        )
    }
}
