// SPDX-License-Identifier: Apache-2.0

package import FieldForms
import Schema

extension Pack {
    /// The roles of the network in words, as the pack has them.
    package static func roles() throws -> [RoleReference] {
        try roles(in: Schema.packFiles("keep-it-local") ?? [:])
    }
}
