// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// How often a service reported before: kept in the record of the service by whoever changes it,
/// as a device has no history of a field.
extension StoreSession {
    /// What was agreed in turn, the earliest first.
    func formerRhythms(of state: RecordState) throws -> [ReturnCalendar.Former] {
        guard let versions = try versions(of: state.form) else { return [] }
        let record = try placed(view(state))
        let kept = record.fields.keys.compactMap { path -> ReturnCalendar.Former? in
            guard path.segments.count == 2, path.segments[0].name == "agreed",
                path.segments[1].name == "until", let instance = path.segments[0].instance,
                let until = record.date(path.text),
                let name = record.text("agreed[\(instance)]/rhythm")
            else { return nil }
            return ReturnCalendar.Former(ReturnPeriod.Rhythm(rawValue: name), until: until)
        }
        let change = try versions.read(state).rhythmChange(versions)
        let isKept = try change.map { try isRemembered($0.until, of: state) } ?? true
        return (kept + [isKept ? nil : change].compactMap(\.self)).sorted { $0.until < $1.until }
    }

    /// An edit of a service's rhythm, together with what it puts an end to.
    ///
    /// What was not kept before, as a contract was made when nobody kept it, is kept with it.
    func keepingRhythm(
        of state: RecordState,
        in fields: [FieldPath: FieldValue?],
        _ form: CompiledForm
    ) throws -> [FieldPath: FieldValue?] {
        guard form.id.text == "service", let versions = try versions(of: form.id),
            let path = FieldPath("returns").map({ versions.place(of: $0) }),
            let given = fields[path]
        else { return fields }
        let now = try view(state).fields[path]
        guard rhythmName(given) != rhythmName(now) else { return fields }
        let ended = ReturnCalendar.Former(
            ReturnPeriod.Rhythm(rawValue: rhythmName(now)),
            until: today
        )
        var fields = fields
        for former in try formerRhythms(of: state) + [ended]
        where try !isRemembered(former.until, of: state) {
            let places = Self.places(former.until, of: state.record).map { versions.place(of: $0) }
            guard places.count == 2, places.allSatisfy({ form.field($0) != nil }) else { continue }
            fields[places[0]] = .choice(former.rhythm?.rawValue ?? "none")
            fields[places[1]] = .date(former.until)
        }
        return fields
    }

    /// True where it was written down what ended on a day, also where that was taken away since.
    ///
    /// One a day: what held before the first change of a day is what was agreed until then, and two
    /// people who change the rhythm on one day write the same.
    private func isRemembered(_ day: PlainDate, of state: RecordState) throws -> Bool {
        guard let versions = try versions(of: state.form) else { return false }
        let read = versions.read(state)
        return Self.places(day, of: state.record)
            .contains { read.registers[versions.place(of: $0)] != nil }
    }

    private static func places(_ day: PlainDate, of record: RecordID) -> [FieldPath] {
        let instance = InstanceID(naming: "\(record)/agreed/\(day)")
        return ["rhythm", "until"].compactMap { FieldPath("agreed[\(instance)]/\($0)") }
    }
}

/// A service that does not say reports every quarter.
private func rhythmName(_ value: FieldValue?) -> String {
    if case .choice(let name)? = value { name } else { ReturnPeriod.Rhythm.quarterly.rawValue }
}

extension RecordState {
    /// What the one standing answer about the rhythm took the place of, and when.
    fileprivate func rhythmChange(_ versions: FormVersions) throws -> ReturnCalendar.Former? {
        let path = FieldPath("returns").map { versions.place(of: $0) }
        let live = path.flatMap { registers[$0]?.live } ?? []
        guard live.count == 1, let write = live.first, write.stamp.kind != .create,
            rhythmName(write.edit.was) != rhythmName(write.edit.to)
        else { return nil }
        let was = ReturnPeriod.Rhythm(rawValue: rhythmName(write.edit.was))
        return ReturnCalendar.Former(was, until: write.stamp.at.instant.englishDate)
    }
}
