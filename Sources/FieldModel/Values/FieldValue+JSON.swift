// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Text, whole numbers and truth values stand bare in JSON; every other value is an object with
/// one key that names its type, such as `{"date":"2026-11-23"}`, so that no form is needed to
/// read it back exactly.
extension FieldValue: CodableByJSON {
    package func write(to json: inout JSONWriter) {
        switch self {
        case .text(let value): json.string(value)
        case .integer(let value): json.integer(value)
        case .boolean(let value): json.boolean(value)
        case .decimal(let value): tag("decimal", value.description, &json)
        case .date(let value): tag("date", value, &json)
        case .time(let value): tag("time", value, &json)
        case .instant(let value): tag("instant", value, &json)
        case .choice(let value): tag("choice", value, &json)
        case .choices(let value): tag("choices", value, &json)
        case .geopoint(let value): tag("geopoint", value, &json)
        case .money(let value): tag("money", value.pence, &json)
        case .blob(let value): tag("blob", value, &json)
        case .scaled(let value, let version):
            tag("scaled", ScaledValue(value: value, formVersion: version), &json)
        }
    }

    private func tag(
        _ name: StaticString,
        _ value: some CanonicalJSON,
        _ json: inout JSONWriter
    ) {
        json.object { $0.member(name, value) }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        switch json.peek() {
        case UInt8(ascii: "\""): self = .text(try json.string())
        case UInt8(ascii: "t"), UInt8(ascii: "f"): self = .boolean(try json.boolean())
        case UInt8(ascii: "{"): self = try Self.tagged(&json)
        default: self = .integer(try json.integer())
        }
    }

    private static func tagged(_ json: inout JSONReader) throws(JSONFault) -> FieldValue {
        var value: FieldValue?
        try json.object { (tag: String, json: inout JSONReader) throws(JSONFault) in
            guard value == nil else { throw JSONFault("a value must name exactly one type") }
            value = try Self.value(tagged: tag, &json)
        }
        guard let value else { throw JSONFault("a value must name exactly one type") }
        return value
    }

    private static func value(
        tagged tag: String,
        _ json: inout JSONReader
    ) throws(JSONFault) -> FieldValue {
        switch tag {
        case "decimal":
            guard let value = Decimal(exactly: try json.string()) else { throw .invalid }
            return .decimal(value)
        case "date": return .date(try PlainDate(from: &json))
        case "time": return .time(try TimeOfDay(from: &json))
        case "instant": return .instant(try Instant(from: &json))
        case "choice": return .choice(try json.string())
        case "choices": return .choices(try [String](from: &json))
        case "geopoint": return .geopoint(try GeoPoint(from: &json))
        case "money": return .money(Money(pence: try json.integer()))
        case "blob": return .blob(try BlobReference(from: &json))
        case "scaled":
            let scaled = try ScaledValue(from: &json)
            return .scaled(scaled.value, formVersion: scaled.formVersion)
        default: throw JSONFault("no type of value has this name")
        }
    }
}

/// A value with the version of the form on whose scale it is.
private struct ScaledValue: CanonicalJSON {
    let value: FieldValue
    let formVersion: Int

    init(value: FieldValue, formVersion: Int) {
        (self.value, self.formVersion) = (value, formVersion)
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("formVersion", formVersion)
            json.member("value", value)
        }
    }

    init(from json: inout JSONReader) throws(JSONFault) {
        var (value, formVersion): (FieldValue?, Int?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "value": value = try FieldValue(from: &json)
            case "formVersion": formVersion = try json.int()
            default: try json.skip()
            }
        }
        self.value = try required(value, "value")
        self.formVersion = try required(formVersion, "formVersion")
        if case .scaled = self.value { throw JSONFault("a value is on one scale") }
    }
}

extension GeoPoint: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("accuracy", accuracy)
            json.member("altitude", altitude)
            json.member("latitude", latitude)
            json.member("longitude", longitude)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (latitude, longitude): (Double?, Double?)
        var (altitude, accuracy): (Double?, Double?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "latitude": latitude = try json.number()
            case "longitude": longitude = try json.number()
            case "altitude": altitude = try json.optional()
            case "accuracy": accuracy = try json.optional()
            default: try json.skip()
            }
        }
        let point = GeoPoint(
            latitude: try required(latitude, "latitude"),
            longitude: try required(longitude, "longitude"),
            altitude: altitude,
            accuracy: accuracy
        )
        guard let point else { throw JSONFault("it is not a place on Earth") }
        self = point
    }
}

extension BlobReference: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("mediaType", mediaType)
            json.member("sha256", sha256)
            json.member("sizeBytes", sizeBytes)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (sha256, sizeBytes, mediaType): (Hash?, Int64?, String?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "sha256": sha256 = try Hash(from: &json)
            case "sizeBytes": sizeBytes = try json.integer()
            case "mediaType": mediaType = try json.string()
            default: try json.skip()
            }
        }
        self.init(
            sha256: try required(sha256, "sha256"),
            sizeBytes: try required(sizeBytes, "sizeBytes"),
            mediaType: try required(mediaType, "mediaType")
        )
    }
}

extension Decimal {
    /// Reads a plain decimal number, `-12.50`, and nothing else: no exponent, no spaces.
    package init?(exactly text: String) {
        let digits = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.reduce(0, { $0 + $1.utf8.count }) <= 38,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let value = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        else { return nil }
        self = value
    }
}
