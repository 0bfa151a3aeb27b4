// SPDX-License-Identifier: Apache-2.0

import FieldStore
import Screens

extension JournalEntry.State {
    /// What a person is told of it.
    var standing: Standing {
        switch self {
        case .saved: .saved
        case .sent: .sent
        // What was mended or removed here later had its receipt.
        case .stored, .dropped, .purged: .stored
        case .held: .held
        case .refused: .refused
        case .erased: .erased
        }
    }
}
