// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel
import Schema

extension Pack {
    /// The roles of the network in words, as the pack has them.
    package static func roles() throws -> [RoleReference] {
        try roles(in: Schema.packFiles("keep-it-local") ?? [:])
    }

    /// The forms that come with an installation: reports and returns are made of their records.
    package static let installedForms: Set<FormID> = Set(
        (Schema.packFiles("keep-it-local") ?? [:]).keys.filter { $0.hasPrefix("form_") }
            .compactMap { FormID(String($0.dropFirst("form_".count))) }
    )
}
