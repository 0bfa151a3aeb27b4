// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import HTTPTypes
import Hummingbird

/// `/v1/passphrases`: what a person approves with.
extension Routes {
    func setPassphrase(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let body = try await Exchange.read(
            PassphraseRequest.self,
            from: request,
            context,
            limit: Limits.enrolmentBytesMax
        )
        let now = core.now()
        // A wrong one is counted in the same transaction, so it must not be thrown in it.
        let problem = try await core.storage.write {
            try $0.setPassphrase(body, of: device, now: now)
        }
        if let problem { throw problem }
        return try Exchange.answer(["done": true], to: request)
    }
}
