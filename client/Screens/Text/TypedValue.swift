// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension FieldValue {
    /// The value as a person types it into a question.
    package var asTyped: String { typed }
}
