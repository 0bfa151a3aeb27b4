// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The commissioned services on this device.
extension StoreSession {
    /// Each field by the name that it had first, and when anybody last changed the record.
    ///
    /// What the server refused to take is no service.
    package func services() throws -> [(record: Record, changed: Instant)] {
        guard let form = FormID("service") else { return [] }
        let refused = Set(
            try journal(in: [.refused]).filter { $0.change.kind == .create }.map(\.change.record)
        )
        return try states(form: form)
            .filter { !$0.isDeleted && !($0.version == 0 && refused.contains($0.record)) }
            .map { (try placed(view($0)), $0.lastChange) }
    }
}

extension RecordState {
    var lastChange: Instant {
        registers.values.flatMap(\.writes).map(\.stamp.at.instant).max()
            ?? Instant(milliseconds: 0)
    }
}
