// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension FormDefinition {
    /// Asked by a device that saves an edit and by the server that is sent one.
    ///
    /// - Throws: `Problem` `permission.denied` for a form whose records stay as they are.
    package func requireChangeable() throws(Problem) {
        guard writtenOnce == true else { return }
        throw Problem(
            .forbidden,
            "\(title): a record of this form is never changed, as what rests on it would mean"
                + " something else. Nothing was saved. Make a new one beside it, under another"
                + " name; what was wrong can be deleted."
        )
    }
}
