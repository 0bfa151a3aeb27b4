// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What may be told of a commissioned service: these answers of its record, and no others.
package struct PublishedService: Hashable, Sendable {
    package struct Organisation: Hashable, Sendable {
        package let id: OrganisationID
        package let name: String?
        package let registered: OrgID?

        /// Its registered identifier, or one of ours that nobody else knows.
        package var identifier: String { registered?.description ?? "keeplocal-\(id)" }
    }

    package struct Council: Hashable, Sendable {
        package let id: CouncilID
        package let name: String
        package let registered: OrgID?
        package let gss: String?

        package init(id: CouncilID, name: String, orgID: String?, gss: String?) {
            (self.id, self.name) = (id, PublicText.clean(name) ?? id.text)
            (registered, self.gss) = (orgID.flatMap(OrgID.init), gss)
        }
    }

    package let record: RecordID
    package let changed: Instant
    package let name: String?
    package let summary: String?
    package let status: String?
    package let contract: String?
    package let reference: String?
    package let ocid: String?
    package let starts: PlainDate?
    package let ends: PlainDate?
    package let awarded: PlainDate?
    package let amount: Money?
    /// The registered identifier as it was written, whether it is one or not.
    package let registeredText: String?
    package let email: String?
    package let website: String?
    package let organisation: Organisation
    package let council: Council
    /// Answers that people gave differently, by name.
    package let disputed: Set<String>

    init(_ record: Record, changed: Instant, _ organisation: Organisation, _ council: Council) {
        (self.record, self.changed) = (record.id, changed)
        (self.organisation, self.council) = (organisation, council)
        let text = { (name: String) in PublicText.clean(record.text(name)) }
        name = text("name")
        summary = PublicText.clean(record.text("description"), keepsLines: true)
        (status, contract) = (text("status"), text("contract"))
        (reference, ocid) = (text("contract_ref"), text("ocid"))
        (starts, ends, awarded) = (
            record.date("starts"), record.date("ends"), record.date("awarded")
        )
        amount = record.money("award_total")
        registeredText = text("org_id")
        (email, website) = (text("email"), text("website"))
        disputed = Set(record.disputedFields.map(\.template))
    }

    /// An identifier of a part of it: the same part has the same one in every file.
    func part(_ name: String) -> JSON { .string(Self.identifier(of: "\(record)/\(name)")) }

    /// A UUID (version 8) that is made from a name.
    static func identifier(of name: String) -> String {
        let bytes = Array(Hash(of: Array(name.utf8)).bytes.prefix(16))
        let number = { (part: ArraySlice<UInt8>) in
            part.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        return RecordID(
            high: number(bytes[..<8]) & ~0xF000 | 0x8000,
            low: number(bytes[8...]) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        ).description
    }
}
