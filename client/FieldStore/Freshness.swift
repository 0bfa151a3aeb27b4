// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// How many devices had synced, as the last pull told.
extension StoreSession {
    /// Nil where the roles of this person are told of no devices, or the server did not tell.
    package func freshness() throws -> Freshness? { try fact("freshness") }

    /// Takes what the last page of a pull said: what it does not tell is not known any more.
    func take(_ freshness: Freshness?) throws {
        if let freshness { try set("freshness", freshness) } else { try forget("freshness") }
    }
}
