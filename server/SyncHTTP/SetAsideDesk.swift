// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import SyncService

/// Erases in the databases that restores set aside what was erased in the one that is used: one
/// after the other, and again where it could not be done.
package actor SetAsideDesk {
    private let databases: any SetAsideDatabases
    private let storage: any Storage
    private let blobs: BlobDesk
    private let told: @Sendable (SetAsideState) -> Void
    private var last: Task<Void, Never>?
    private var states: [SetAsideState] = []
    /// True where nothing could be tried.
    private var isBehind = false
    /// What people are called besides, from before their erasure is decided until it is done here.
    private var references: [ErasureID: String] = [:]

    init(
        _ databases: any SetAsideDatabases,
        storage: any Storage,
        blobs: BlobDesk,
        told: @escaping @Sendable (SetAsideState) -> Void
    ) {
        (self.databases, self.storage) = (databases, storage)
        (self.blobs, self.told) = (blobs, told)
    }

    /// Called before an erasure is decided: whoever looks at the databases then may come upon it.
    package func expect(_ request: ErasureRequest) {
        if let reference = request.reference { references[request.id] = reference }
    }

    /// Called where it was refused.
    func forget(_ request: ErasureRequest) { references[request.id] = nil }

    /// Does what any of them lacks; before a server answers anybody, and with each erasure.
    package func erase() async {
        let before = last
        let work = Task {
            await before?.value
            await self.eraseNow()
        }
        last = work
        await work.value
    }

    /// The same where it found no room, or somebody had one of them open.
    func eraseOwed() async {
        guard isBehind || states.contains(where: \.isOwed) else { return }
        await erase()
    }

    private func eraseNow() async {
        guard !databases.names.isEmpty else { return references = [:] }
        let blobs = blobs
        do {
            let erasures = try await storage.read { try $0.erasures(after: 0, limit: .max).values }
            let found = await databases.erase(erasures, called: references) {
                try await blobs.remove($0)
            }
            // Told once, not at every try.
            for state in found where !states.contains(state) && (state.done > 0 || state.why != nil)
            {
                told(state)
            }
            (states, isBehind) = (found, false)
            guard !states.contains(where: \.isOwed) else { return }
            // Another may be expected by now.
            for erasure in erasures { references[erasure.id] = nil }
        } catch {
            // Who cannot read the database is told that elsewhere.
            (states, isBehind) = ([], true)
        }
    }

    /// The reports with what is known of databases that were set aside and are still there.
    func completed(_ reports: [ErasureReport]) -> [ErasureReport] {
        let names = Set(databases.names)
        guard !names.isEmpty else { return reports }
        return reports.map { report in
            let id = report.erasure.id
            // One that nothing is known of may hold anything.
            let reached = states.filter { names.contains($0.name) && !$0.left.contains(id) }
            var report = report
            report.copies = ErasureCopies(
                count: names.count,
                unreached: names.count - reached.count
            )
            return report
        }
    }
}
