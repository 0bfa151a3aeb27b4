// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

enum ServerClock {
    static func now() -> Instant {
        Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
