// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Logging
import SyncService

extension Logger {
    /// A damaged record is named, so that somebody can look at it: an identifier says nothing else.
    func tell(_ mended: Mended) {
        let record: Logger.MetadataValue = "\(mended.record)"
        switch mended.outcome {
        case .whole: break
        case .rebuilt:
            warning(
                "a record was damaged, and made again from the log: look at the disk",
                metadata: ["record": record]
            )
        case .lost(let why):
            error(
                "a record is damaged, and its log does not have it whole: restore a backup",
                metadata: ["record": record, "why": "\(why)"]
            )
        }
    }
}
