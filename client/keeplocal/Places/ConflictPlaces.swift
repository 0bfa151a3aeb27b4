// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Figures

extension StoreSession {
    /// What conflicts mean, also for the place where the person lives.
    ///
    /// - Complexity: That of `meanings(of:places:)`, and one reading of each council's places.
    func meaningsByPlace(of conflicts: [Conflict]) throws -> [ConflictMeaning] {
        var books: [CouncilID: PlaceBook] = [:]
        return try meanings(of: conflicts) { council, day in
            let book = try books[council] ?? PlaceBook(self, of: council)
            books[council] = book
            return ReportPlaces.maps(of: book, on: day)
        }
    }
}
