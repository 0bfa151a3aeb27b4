// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension RecordState {
    /// Read and decided by the council: a return that it accepted, approved or published.
    package var isReviewed: Bool {
        form == StoreSession.returnForm
            && [.accepted, .approved, .published].contains(ReturnProgress(self).state)
    }
}

extension StoreSession {
    /// How many records are, for which only returns are read.
    func reviewedCount() throws -> Int {
        guard let form = Self.returnForm else { return 0 }
        return try states(form: form).count { $0.isReviewed }
    }
}
