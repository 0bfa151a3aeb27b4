// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Whether what is kept of the closing of forms is what the installation's own log says.
struct VerifyingForms {
    let reader: any StorageReader

    /// The first form of which something else is kept; nil where there is none.
    func firstDiffering() throws -> FormID? {
        var (logged, after) = ([FormClosing](), Sequence64(0))
        while true {
            let entries = try reader.entries(.network, after: after, limit: 1_000)
            guard let last = entries.last else { break }
            after = last.entry.sequence
            logged += entries.compactMap(\.closing)
        }
        let kept = try reader.formClosings()
        guard kept != logged else { return nil }
        let forms = Set((kept + logged).map(\.form)).sorted()
        return forms.first { form in
            kept.filter { $0.form == form } != logged.filter { $0.form == form }
        }
    }
}

extension StoredEntry {
    /// What an act says of a form; nil for every other act.
    fileprivate var closing: FormClosing? {
        guard entry.kind == .directory, entry.record == nil,
            let signed = try? Canonical.decode(DirectoryEvent.Signed.self, from: payload),
            case .closing(let closing) = signed.event
        else { return nil }
        return closing
    }
}
