// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel

/// What services agreed about returns, and whether one that is about to be opened is among it.
extension StoreSession {
    func agreedReturns() throws -> [ReturnBoard.Agreed] {
        guard let form = FormID("service"), let versions = try versions(of: form) else { return [] }
        return try states(form: form).compactMap { state in
            let record = try placed(view(state))
            guard !record.isDeleted, let organisation = record.scope.organisation,
                record.text("returns") != "none", let name = record.text("name")
            else { return nil }
            let read = versions.read(state)
            // What was owed before it was given up stays owed.
            let givenUp =
                record.text("status") == "defunct" ? read.day(of: "status", versions) : nil
            let rhythm = record.text("returns").flatMap(ReturnPeriod.Rhythm.init) ?? .quarterly
            return ReturnBoard.Agreed(
                service: record.id,
                name: name,
                organisation: organisation,
                calendar: ReturnCalendar(
                    rhythm,
                    workingDays: record.integer("return_days").map { Int(clamping: $0) }
                        ?? ReturnCalendar.usualWorkingDays,
                    // One that does not say owes nothing for the time before it was written down.
                    starts: record.date("starts") ?? record.id.madeAt?.englishDate,
                    ends: [record.date("ends"), givenUp].compactMap(\.self).min(),
                    former: try formerRhythms(of: state)
                )
            )
        }
    }

    /// Refuses a return of a service that this device does not have, or of a period that its
    /// service does not report.
    ///
    /// - Throws: `Problem` `record.unknown` with the names that are near, or `field.constraint`.
    package func requireExpected(
        _ period: ReturnPeriod,
        answers: [FieldPath: FieldValue?],
        in place: Place
    ) throws {
        let scope = try scope(of: returnForm(), in: place)
        let known = try services().map(\.record).filter { $0.scope == scope }
        var agreed: ReturnBoard.Agreed?
        if let text = try service(in: answers) {
            let names = known.map { ($0, $0.text("name") ?? "") }
            let meant = names.first { ReturnBoard.means(text, $0.id, called: $1) }
            guard let meant else { throw Self.unknown(text, among: names.map(\.1)) }
            agreed = try agreedReturns().first { $0.service == meant.0.id }
            guard agreed != nil else {
                throw Problem(
                    .fieldConstraint,
                    "No returns of \(meant.1) are asked for. Nothing was opened. Open one all the"
                        + " same with --anyway"
                )
            }
        }
        let waived = try agreed.flatMap { try waivedWords(period, of: $0) }
        guard let why = period.hindrance(of: agreed, today: today) ?? waived else { return }
        throw Problem(
            .fieldConstraint,
            "\(why) Nothing was opened. Open it all the same with --anyway"
        )
    }

    private static func unknown(_ text: String, among names: [String]) -> Problem {
        let (wanted, sorted) = (text.lowercased(), names.filter { !$0.isEmpty }.sorted())
        let part = sorted.filter { $0.lowercased().contains(wanted) }
        let near = NearestName.of(text, among: sorted).map { [$0] } ?? part
        let list = (near.isEmpty ? sorted : near).prefix(5).map { "'\($0)'" }
            .joined(separator: ", ")
        let hint =
            list.isEmpty
            ? "This device has no service of yours; fetch them with: keeplocal sync"
            : near.isEmpty ? "There are: \(list)" : "Did you mean \(list)?"
        return Problem(
            .recordUnknown,
            "There is no service '\(text.prefix(80))' of yours on this device. \(hint)"
                + " Nothing was opened. Open it all the same with --anyway"
        )
    }
}

extension RecordState {
    /// The day on which the answer that stands was written; the first of several.
    fileprivate func day(of name: String, _ versions: FormVersions) -> PlainDate? {
        let path = FieldPath(name).map { versions.place(of: $0) }
        return path.flatMap { registers[$0]?.live }?.map(\.stamp.at.instant.englishDate).min()
    }
}
