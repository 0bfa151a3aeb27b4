// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The databases that restores set aside: they stand beside the one that is used, and what is
/// erased in that one must be gone from them as well.
package protocol SetAsideDatabases: Sendable {
    /// What they are called, the oldest first.
    var names: [String] { get }

    /// Erases in each of them what it lacks of the erasures, with all that names the same person
    /// there.
    ///
    /// `references` are what the organisation's records call a person besides. `removing` is told
    /// of files that only erased records named there, before that is forgotten.
    func erase(
        _ erasures: [Erasure],
        called references: [ErasureID: String],
        removing: @Sendable ([Hash]) async throws -> Void
    ) async -> [SetAsideState]
}

/// What became of erasures in a database that was set aside.
package struct SetAsideState: Sendable, Hashable {
    package let name: String
    /// How many were done there just now.
    package let done: Int
    /// Those after which something readable may be left there.
    package let left: Set<ErasureID>
    /// Why they are; nil where none is.
    package let why: String?
    /// True where it can be done as soon as there is room, or nobody else has the database.
    package let isOwed: Bool

    package init(
        name: String,
        done: Int = 0,
        left: Set<ErasureID> = [],
        why: String? = nil,
        isOwed: Bool = false
    ) {
        (self.name, self.done, self.left, self.why, self.isOwed) = (name, done, left, why, isOwed)
    }
}

/// Of a server beside whose database nothing stands.
package struct NothingSetAside: SetAsideDatabases {
    package init() {}

    package var names: [String] { [] }

    package func erase(
        _ erasures: [Erasure],
        called references: [ErasureID: String],
        removing: @Sendable ([Hash]) async throws -> Void
    ) async -> [SetAsideState] { [] }
}
