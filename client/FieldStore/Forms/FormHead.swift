// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

/// What a form is called, of which nothing else is looked at.
struct FormHead: Decodable {
    let id: FormID
    let version: Int

    init(_ definition: Data) throws { self = try Canonical.decode(Self.self, from: definition) }

    /// True where a form is kept under its own name.
    func isKept(in row: some NamedColumns) throws -> Bool {
        try id.text == row.get("id") && version == row.get("version")
    }
}
