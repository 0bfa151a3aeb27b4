// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// That a record was erased, by its identifier alone: who has it before their eyes still must not
/// bring it back.
extension StoreSession {
    func noteErased(_ records: [RecordID]) throws {
        for record in records { try set(Self.erasedKey(record), true) }
    }

    private func isErased(_ record: RecordID) throws -> Bool {
        try fact(Self.erasedKey(record), as: Bool.self) ?? false
    }

    private static func erasedKey(_ record: RecordID) -> String { "erased/\(record)" }

    /// - Throws: `Problem` `record.erased` for answers that name what was erased.
    func requireUnerased(_ answers: [FieldPath: FieldValue], of form: CompiledForm?) throws {
        for (path, value) in answers where form?.field(path)?.item.namesRecordOf != nil {
            for record in value.references where try isErased(record) { throw Self.isGone }
        }
    }

    private static let isGone = Problem(
        .recordErased,
        "The person whom this names was erased meanwhile, so nothing more about them may be kept."
            + " What was answered just now is not kept."
    )
}
