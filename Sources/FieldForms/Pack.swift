// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// Forms and reference data that are shipped together.
package struct Pack: Sendable {
    package let councils: [CouncilReference]
    package let principles: [Principle]
    package let measures: [Measure]
    package let roles: [RoleReference]
    package let forms: [FormDefinition]

    package struct CouncilReference: Hashable, Sendable, Codable {
        package let id: CouncilID
        package let name: String
        package let officialName: String
        package let gss: String
        package let orgID: String
        package let type: String
        package let region: String
        package let regionCode: String
        /// How many neighbourhoods (LSOA 2021) it has: a lookup with fewer is cut off.
        package let lsoas: Int?
        /// The smallest number of people that a report may tell; nil for the usual five.
        package let suppressionThreshold: Int?
    }

    package struct Principle: Hashable, Sendable, Codable {
        package let key: String
        package let title: String
        package let meaning: String
    }

    /// A role in words; what it may do is the table in `Permissions`.
    package struct RoleReference: Hashable, Sendable, Codable {
        package let key: Role
        package let title: String
        /// Where it holds: in an organisation, a council, or the whole installation.
        package let of: String
        package let does: String
    }

    package struct Measure: Hashable, Sendable, Codable {
        package enum Direction: String, Codable, Sendable { case higher, lower }

        package let key: String
        package let title: String
        package let question: String?
        package let min: Int
        package let max: Int
        package let better: Direction
        /// False where the authors of the measure say that its items are never added up.
        package let mayBeSummed: Bool
        package let licence: String
    }

    /// Reads the files of a pack by their base names.
    ///
    /// - Throws: `DecodingError` with the place in the file, or `FormError` for a wrong form.
    package init(files: [String: [UInt8]]) throws {
        councils = try Self.list("councils", in: files)
        principles = try Self.principles(in: files)
        measures = try Self.measures(in: files)
        roles = try Self.roles(in: files)
        forms = try files.filter { $0.key.hasPrefix("form_") }.sorted { $0.key < $1.key }.map {
            try JSONDecoder().decode(FormDefinition.self, from: Data($0.value))
        }
        for form in forms { _ = try CompiledForm(form) }
    }

    /// The measures alone, for those who need no forms.
    package static func measures(in files: [String: [UInt8]]) throws -> [Measure] {
        try list("measures", in: files)
    }

    /// The councils alone.
    package static func councils(in files: [String: [UInt8]]) throws -> [CouncilReference] {
        try list("councils", in: files)
    }

    /// The principles alone.
    package static func principles(in files: [String: [UInt8]]) throws -> [Principle] {
        try list("principles", in: files)
    }

    /// The roles alone.
    package static func roles(in files: [String: [UInt8]]) throws -> [RoleReference] {
        try list("roles", in: files)
    }

    private static func list<Value: Decodable>(
        _ name: String,
        in files: [String: [UInt8]]
    ) throws -> [Value] {
        try JSONDecoder().decode([Value].self, from: Data(files[name] ?? Array("[]".utf8)))
    }
}
