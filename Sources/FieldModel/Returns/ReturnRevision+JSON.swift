// SPDX-License-Identifier: Apache-2.0

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
