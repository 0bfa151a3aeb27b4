// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension Change {
    /// What can be done about a change that the server refused, each with its command.
    var remedies: [(what: String, command: String)] {
        let edit = "keeplocal edit \(record.short)"
        let again = [
            (what: "send it again", command: "\(edit) --again"),
            (what: "let go of it", command: "\(edit) --let-go"),
        ]
        guard kind != .resolve, kind != .step else { return again }
        return [(what: "mend it", command: "\(edit) --set path=value")] + again
    }
}
