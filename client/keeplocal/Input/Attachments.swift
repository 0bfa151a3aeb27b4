// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Foundation

/// Answers that are files: `--set photo=@pictures/1.jpg`.
///
/// They are copied before the answers are saved, outside of any transaction: a large file must not
/// hold up others who write here.
enum Attachments {
    /// Answers as path and value, each file copied and named by its hash; where they are not saved
    /// after all, what was copied is removed again.
    static func saving<Saved>(
        _ assignments: [String],
        _ form: CompiledForm?,
        _ store: FieldStore,
        isRehearsal: Bool,
        _ save: (StoreSession, [(String, JSON)]) throws -> Saved
    ) throws -> Saved {
        var copied: [BlobReference] = []
        do {
            let pairs = try FieldArguments.pairs(assignments).map { path, value in
                let template = path.replacing(#/\[[^\]]*\]/#, with: "")
                guard case .string(let text) = value, text.hasPrefix("@"),
                    form?.field(template: template)?.item.type == .blob
                else { return (path, value) }
                let file = try copy(String(text.dropFirst()), store)
                copied.append(file)
                return (path, FieldValue.blob(file).plain)
            }
            let saved = try store.write(isRehearsal: isRehearsal) { try save($0, pairs) }
            if isRehearsal { try store.forget(copied) }
            return saved
        } catch {
            try? store.forget(copied)
            throw error
        }
    }

    /// Copies one file to this device, and says how far it is where somebody can see that.
    static func copy(_ path: String, _ store: FieldStore) throws -> BlobReference {
        defer { Terminal.progress(nil) }
        return try store.evidence.attach(PathCompletion.expanded(path)) { done, total in
            guard done < total else { return }
            Terminal.progress("Copying to this device: \(done.words) of \(total.words)")
        }
    }
}
