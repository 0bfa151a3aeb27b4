// SPDX-License-Identifier: Apache-2.0

import Foundation

extension PullAnswer: CodableByJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("answered", answered)
            if !closed.isEmpty {
                json.key("closed")
                json.foundation(closed)
            }
            json.member("cursor", cursor)
            json.key("directory")
            json.foundation(list: directory)
            json.key("erasures")
            json.foundation(list: erasures)
            json.member("feeds", feeds)
            json.member("forms", forms)
            if let freshness {
                json.key("freshness")
                json.foundation(freshness)
            }
            json.member("grants", grants)
            if !logs.isEmpty { json.member("logs", logs) }
            json.member("more", more)
            json.member("records", records)
            json.member("restored", restored)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (records, forms, feeds): ([PulledRecord]?, [JSON]?, [FeedStatus]?)
        var (directory, grants): ([DirectoryEntry]?, [Grant]?)
        var (logs, restored): ([LogStatus], Restored?) = ([], nil)
        var (erasures, closed): ([Erasure], [FormClosing]) = ([], [])
        var (answered, cursor, more): (Int64?, String?, Bool?)
        var freshness: Freshness?
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "records": records = try [PulledRecord](from: &json)
            case "forms": forms = try [JSON](from: &json)
            case "directory": directory = try json.foundation(listOf: DirectoryEntry.self)
            case "erasures": erasures = try json.foundation(listOf: Erasure.self)
            case "feeds": feeds = try [FeedStatus](from: &json)
            case "grants": grants = try [Grant](from: &json)
            case "answered": answered = try json.integer()
            case "cursor": cursor = try json.string()
            case "logs": logs = try [LogStatus](from: &json)
            case "restored": restored = try json.optional()
            case "closed": closed = try json.foundation()
            case "freshness": freshness = try json.foundation()
            case "more": more = try json.boolean()
            default: try json.skip()
            }
        }
        self.init(
            records: try required(records, "records"),
            forms: try required(forms, "forms"),
            directory: try required(directory, "directory"),
            feeds: try required(feeds, "feeds"),
            erasures: erasures,
            grants: try required(grants, "grants"),
            answered: try required(answered, "answered"),
            cursor: try required(cursor, "cursor"),
            more: try required(more, "more"),
            logs: logs,
            restored: restored,
            closed: closed,
            freshness: freshness
        )
    }
}

extension PulledRecord: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("hash", hash)
            json.key("state")
            json.raw(bytes)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (bytes, hash): (Data?, Hash?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "state": bytes = Data(try json.raw())
            case "hash": hash = try Hash(from: &json)
            default: try json.skip()
            }
        }
        let state = try required(bytes, "state")
        self.init(
            state: try JSONReader.read(RecordState.self, from: state),
            bytes: state,
            hash: try required(hash, "hash")
        )
    }
}

extension FeedStatus: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("digest", digest)
            json.member("feed", feed)
            json.member("upTo", upTo)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (feed, digest, upTo): (Feed?, SetDigest?, Int64?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "feed": feed = try Feed(from: &json)
            case "digest": digest = try SetDigest(from: &json)
            case "upTo": upTo = try json.integer()
            default: try json.skip()
            }
        }
        self.init(
            feed: try required(feed, "feed"),
            digest: try required(digest, "digest"),
            upTo: try required(upTo, "upTo")
        )
    }
}
