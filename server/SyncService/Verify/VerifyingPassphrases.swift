// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Whether the keys that approvals are held against are those that the installation's own log says:
/// who changes one in the database could approve in another's name.
struct VerifyingPassphrases {
    let reader: any StorageReader

    /// The first person of whom another key is kept; nil where there is none.
    func firstDiffering() throws -> PersonID? {
        var (logged, after) = ([PersonID: String](), Sequence64(0))
        while true {
            let entries = try reader.entries(.network, after: after, limit: 1_000)
            guard let last = entries.last else { break }
            after = last.entry.sequence
            for case (let person, let key)? in entries.map(\.passphrase) { logged[person] = key }
        }
        let kept = try Dictionary(
            reader.passphrases().compactMap { known in known.key.map { (known.person, $0) } },
            uniquingKeysWith: { first, _ in first }
        )
        return Set(logged.keys).union(kept.keys).sorted().first { logged[$0] != kept[$0] }
    }
}

extension StoredEntry {
    /// Whose key an act set, and to what; nil for every other act.
    fileprivate var passphrase: (PersonID, String)? {
        guard entry.kind == .directory, entry.record == nil,
            let signed = try? Canonical.decode(DirectoryEvent.Signed.self, from: payload),
            case .passphrase(let person, let key, _) = signed.event
        else { return nil }
        return (person, key)
    }
}
