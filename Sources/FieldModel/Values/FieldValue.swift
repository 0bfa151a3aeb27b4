// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// What one field holds.
///
/// A field without a value has none (`nil`), not an empty one.
package enum FieldValue: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case decimal(Decimal)
    case boolean(Bool)
    case date(PlainDate)
    case time(TimeOfDay)
    case instant(Instant)
    case choice(String)
    /// Sorted and without repeats when made by `choices(of:)`; compared as written otherwise.
    case choices([String])
    case geopoint(GeoPoint)
    case money(Money)
    case blob(BlobReference)
    /// A value on the scale that its field had in an earlier version of the form.
    ///
    /// It is never compared, added up or averaged with one on another scale. Made by reading a
    /// record under a newer form; a change holds one only as what it replaced or settled.
    indirect case scaled(FieldValue, formVersion: Int)

    package var isScaled: Bool {
        if case .scaled = self { true } else { false }
    }

    package static func choices(of names: some Sequence<String>) -> Self {
        .choices(Set(names).sorted())
    }
}

/// An amount in whole pence of sterling; never a fraction, never floating point.
package struct Money: Hashable, Sendable, Codable, Comparable {
    package let pence: Int64

    package init(pence: Int64) { self.pence = pence }

    package init(from decoder: any Decoder) throws {
        pence = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(pence)
    }

    package static func < (a: Self, b: Self) -> Bool { a.pence < b.pence }
}

/// A place in WGS 84: degrees, and metres for altitude and accuracy.
package struct GeoPoint: Hashable, Sendable, Codable {
    package let latitude: Double
    package let longitude: Double
    package let altitude: Double?
    package let accuracy: Double?

    /// Nil when latitude or longitude lies outside the globe or a number is not finite.
    package init?(
        latitude: Double,
        longitude: Double,
        altitude: Double? = nil,
        accuracy: Double? = nil
    ) {
        guard (-90...90).contains(latitude), (-180...180).contains(longitude),
            altitude?.isFinite ?? true, accuracy.map({ $0.isFinite && $0 >= 0 }) ?? true
        else { return nil }
        (self.latitude, self.longitude) = (latitude, longitude)
        (self.altitude, self.accuracy) = (altitude, accuracy)
    }

    private enum CodingKeys: CodingKey { case latitude, longitude, altitude, accuracy }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard
            let point = try Self(
                latitude: container.decode(Double.self, forKey: .latitude),
                longitude: container.decode(Double.self, forKey: .longitude),
                altitude: container.decodeIfPresent(Double.self, forKey: .altitude),
                accuracy: container.decodeIfPresent(Double.self, forKey: .accuracy)
            )
        else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not a place on Earth")
            )
        }
        self = point
    }
}

/// A file kept apart from the record and named by the hash of its bytes.
package struct BlobReference: Hashable, Sendable, Codable {
    package let sha256: Hash
    package let sizeBytes: Int64
    package let mediaType: String

    package init(sha256: Hash, sizeBytes: Int64, mediaType: String) {
        (self.sha256, self.sizeBytes, self.mediaType) = (sha256, sizeBytes, mediaType)
    }

    /// True for a type such as `image/jpeg`, which can stand in a header and on a screen.
    package var isMediaTypePlain: Bool {
        let parts = mediaType.utf8.split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        return mediaType.utf8.count <= Limits.mediaTypeLengthMax && parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy { byte in
                        (48...57).contains(byte) || (97...122).contains(byte | 32)
                            || "+-._".utf8.contains(byte)
                    }
            }
    }
}
