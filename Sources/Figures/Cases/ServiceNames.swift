// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// The services that records may name: by identifier, as forms write it, or by name, as people do.
struct ServiceNames: Sendable {
    private let identifiers: [String: String]

    /// Of two services of one name neither is meant by it.
    init(_ services: [Record]) {
        let named = services.compactMap { record in
            record.text("name").map { ($0.lowercased(), record.id.description) }
        }
        identifiers = Dictionary(grouping: named, by: \.0).compactMapValues {
            $0.count == 1 ? $0[0].1 : nil
        }
    }

    /// The identifier; where no such service is known, what was said.
    func identifier(of said: String) -> String { identifiers[said.lowercased()] ?? said }
}
