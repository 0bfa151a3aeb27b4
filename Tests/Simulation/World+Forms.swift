// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService

extension World {
    func hasNewVersion() throws -> Bool {
        guard let id = FormID("visit") else { return false }
        return try server.storage.readNow { try $0.form(id, version: 2) != nil }
    }

    /// Publishes the second version of the form, once.
    func publishNewVersion() throws {
        guard let id = FormID("visit"), try !hasNewVersion() else { return }
        let now = server.clock.now
        let isDone = try server.administer { writer in
            try writer.add(
                id,
                version: 2,
                definition: Data(Templates.visit(version: 2).utf8),
                by: nil,
                at: now
            )
        }
        if isDone { ledger.struck(.newFormVersion) }
    }
}
