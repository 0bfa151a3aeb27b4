// SPDX-License-Identifier: Apache-2.0

package import FieldForms
package import FieldModel

/// What a save gives back.
package struct Saved: Hashable, Sendable {
    package let record: RecordID
    /// Nil when nothing differed, so that nothing was written.
    package let change: ChangeID?
    /// The records of other forms that were made or changed with it.
    package let entities: [Entity]

    package init(record: RecordID, change: ChangeID?, entities: [Entity] = []) {
        (self.record, self.change, self.entities) = (record, change, entities)
    }

    package struct Entity: Hashable, Sendable {
        package let form: FormID
        package let record: RecordID
        /// Nil when nothing differed.
        package let change: ChangeID?
        package let isNew: Bool

        init(form: FormID, _ saved: Saved, isNew: Bool) {
            (self.form, record, change) = (form, saved.record, saved.change)
            self.isNew = isNew
        }
    }
}

/// The record that a change is about.
struct Target {
    let record: RecordID
    let form: CompiledForm
    let scope: Scope
    var base: Sequence64
    var trunk: [Sequence64]?
}

extension StoreSession {
    /// Makes one change in the name of this device's person, and appends it to the journal.
    ///
    /// `id` is that of a change which says something about itself; else a new one is made.
    ///
    /// - Throws: `Problem` `permission.denied` or `record.erased` for what the server would refuse
    ///   as well.
    func write(
        _ kind: Change.Kind,
        _ target: Target,
        patch: [FieldPath: Edit] = [:],
        step: Step? = nil,
        reason: String? = nil,
        id: ChangeID? = nil
    ) throws -> Change {
        let identity = try identity()
        let change = Change(
            id: id ?? .make(at: now, using: &random),
            device: identity.device,
            counter: try nextCounter(of: identity.device),
            record: target.record,
            form: target.form.id,
            formVersion: target.form.version,
            scope: target.scope,
            kind: kind,
            base: target.base,
            patch: patch,
            step: step,
            reason: reason,
            author: identity.person,
            party: identity.actor.party(in: target.scope),
            at: try tick(),
            lineage: try lineage(),
            trunk: target.trunk
        )
        let rights = try versions(of: target.form.id)?.newest.definition ?? target.form.definition
        guard may(identity.actor, change.action, rights.subject(in: target.scope)) else {
            throw Problem(.forbidden, rights.refusal(of: change.action) + " Nothing was saved.")
        }
        try check(reason)
        try requireUnerased(change.patch.compactMapValues(\.to), of: target.form)
        try append(change)
        return change
    }

    private func check(_ reason: String?) throws {
        guard (reason?.utf8.count ?? 0) <= Limits.reasonLengthMax else {
            throw Problem(
                .changeTooLarge,
                "A reason has at most \(Limits.reasonLengthMax) bytes. Shorten it."
            )
        }
    }

    private func tick() throws -> HybridTime {
        var clock = HybridClock(
            last: try fact("clock", as: HybridTime.self) ?? .start
        )
        let time = clock.tick(now)
        try set("clock", time)
        return time
    }

    /// Learns of the times of other people's changes, so that a later change reads as later.
    func observe(_ time: HybridTime) throws {
        var clock = HybridClock(last: try fact("clock", as: HybridTime.self) ?? .start)
        clock.observe(time, now: now)
        try set("clock", clock.last)
    }

    /// The target of a change of a record that is there, made under the newest version of its form:
    /// what is written under it takes the place of what stands under any older one.
    ///
    /// - Throws: `Problem` `record.unknown` or `form.unknown`.
    func target(_ record: RecordID) throws -> (target: Target, state: RecordState) {
        let state = try known(record)
        return (try target(state, under: editingVersions(of: state).newest), state)
    }

    /// - Throws: `Problem` `record.unknown`.
    func known(_ record: RecordID) throws -> RecordState {
        if let state = try state(of: record) { return state }
        throw Problem(
            .recordUnknown,
            "There is no record \(record) on this device. See: keeplocal list"
        )
    }

    func target(_ state: RecordState, under form: CompiledForm) throws -> Target {
        Target(
            record: state.record,
            form: form,
            scope: state.scope,
            base: try base(of: state.record),
            trunk: try trunk(of: state.record)
        )
    }

    /// The versions of a form under which a record is read and edited.
    ///
    /// All that this device has. But a record that was refused as it was made is made again as a
    /// whole, with the form it was filled in. With `version`, none above it.
    package func editingVersions(
        of state: RecordState,
        version: Int? = nil
    ) throws -> FormVersions {
        let all = try versions(of: state.form)
        let found =
            try isRefusedWhole(state.record)
            ? all?.upTo(state.formVersion) : version.flatMap { all?.upTo($0) } ?? all
        guard let found else {
            throw Problem(
                .formUnknown,
                "This device has no form \(state.form) version \(state.formVersion) yet."
                    + " Fetch it with: keeplocal sync"
            )
        }
        return found
    }

    func isRefusedWhole(_ record: RecordID) throws -> Bool {
        try pulled(record) == nil
            && journal(of: record).contains { $0.state == .refused && $0.change.kind == .create }
    }
}

extension HybridTime {
    fileprivate static let start = HybridTime(instant: Instant(milliseconds: 0))
}
