// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Reads a stored state straight into what a person reads of it.
    ///
    /// Most records were written once, so that nothing in them is to be merged: figures of many
    /// thousands read these several times as fast as by way of a `RecordState`, and the same.
    ///
    /// - Returns: Nil where the whole state is needed: an answer was given more than once, it was
    ///   deleted, or another version of the form than this wrote it.
    /// - Throws: `JSONFault` for what is no state.
    package static func plain(
        from bytes: some Sequence<UInt8>,
        formVersion: Int
    ) throws(JSONFault) -> Record? {
        var (json, parts) = (JSONReader(bytes), PlainParts())
        try parts.read(&json)
        return try parts.record(formVersion: formVersion)
    }
}

/// The members of a state that a plain record is made of.
private struct PlainParts {
    private var record: RecordID?
    private var form: FormID?
    private var scope: Scope?
    private var formVersion: Int?
    private var version: Sequence64?
    private var fields: [FieldPath: FieldValue] = [:]
    private var isPlain = true

    mutating func read(_ json: inout JSONReader) throws(JSONFault) {
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "record": record = try RecordID(from: &json)
            case "form": form = try FormID(from: &json)
            case "scope": scope = try Scope(from: &json)
            case "formVersion": formVersion = try json.int()
            case "version": version = try json.integer()
            case "fields": try readFields(&json)
            default: try json.skip()
            }
        }
    }

    private mutating func readFields(_ json: inout JSONReader) throws(JSONFault) {
        try json.object { (text: String, json: inout JSONReader) throws(JSONFault) in
            guard let path = FieldPath(text) else { throw .invalid }
            let (count, value) = try readWrites(&json)
            if count != 1 || path == .exists { isPlain = false }
            fields[path] = value
        }
    }

    private mutating func readWrites(
        _ json: inout JSONReader
    ) throws(JSONFault) -> (count: Int, value: FieldValue?) {
        var (count, value): (Int, FieldValue?) = (0, nil)
        try json.array { (json: inout JSONReader) throws(JSONFault) in
            count += 1
            try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
                switch key {
                case "to": value = try json.optional()
                case "reopened":
                    isPlain = false
                    try json.skip()
                default: try json.skip()
                }
            }
        }
        if case .scaled = value { isPlain = false }
        return (count, value)
    }

    func record(formVersion read: Int) throws(JSONFault) -> Record? {
        let formVersion = try required(self.formVersion, "formVersion")
        guard isPlain, formVersion == read else { return nil }
        return Record(
            id: try required(record, "record"),
            form: try required(form, "form"),
            formVersion: formVersion,
            scope: try required(scope, "scope"),
            version: try required(version, "version"),
            isDeleted: false,
            fields: fields,
            conflicts: [],
            former: [:]
        )
    }
}
