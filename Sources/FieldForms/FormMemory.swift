// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Synchronization

/// Forms that were compiled before, by the bytes of their definitions: the same bytes are always
/// the same form, wherever they were read.
package final class FormMemory: Sendable {
    private let forms = Mutex<[Data: CompiledForm]>([:])
    private let countMax: Int

    /// Remembers so many forms; then all are forgotten, and compiled anew when they are asked for.
    package init(countMax: Int = 256) { self.countMax = countMax }

    /// `check` is asked of bytes that are not known yet.
    ///
    /// - Throws: `FormError`, or a `DecodingError` for bytes that are no definition; what `check`
    ///   throws.
    package func form(
        from definition: Data,
        check: (Data) throws -> Void = { _ in }
    ) throws -> CompiledForm {
        if let known = forms.withLock({ $0[definition] }) { return known }
        try check(definition)
        let form = try CompiledForm(JSONDecoder().decode(FormDefinition.self, from: definition))
        forms.withLock { forms in
            if forms.count >= countMax { forms = [:] }
            forms[definition] = form
        }
        return form
    }
}
