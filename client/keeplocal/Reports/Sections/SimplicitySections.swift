// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Figures
import Pictures

/// The report on simplicity: how money is given, what is asked for it, how soon somebody answers.
extension ReportMaterial {
    func simplicitySections() throws -> [Report.Section] {
        let contracts = try contracts()
        let tables = ContractTables(contracts)
        let burden = BurdenTables(try askedForms(), contracts)
        let shares = [Chart(.bars, "Share of the value, per cent", columns: ["share"], top: 100)]
        let feedback = FeedbackTable(try feedback()).table
        return [
            .init(tables.bySize, charts: shares),
            .init(
                tables.byIncome,
                charts: shares,
                sentences: [tables.smallSentence].compactMap { $0 }
            ),
            .init(tables.byKind), .init(tables.byLength), .init(burden.asked),
            .init(burden.perPound),
            .init(feedback, charts: [Chart(.bars, "Median days", columns: ["median days"])]),
        ]
    }

    /// Services that run today, as their records agree.
    func contracts() throws -> [ContractTables.Contract] {
        try services.filter(isRunning).map { service in
            let organisation = try service.scope.organisation.map { try session.name(of: $0) }
            return ContractTables.Contract(
                name: inert(service.text("name") ?? service.id.short),
                organisation: inert(organisation ?? ""),
                value: service.isDisputed("annual_value") ? nil : service.money("annual_value"),
                kind: service.isDisputed("contract") ? nil : service.text("contract"),
                income: service.isDisputed("provider_income")
                    ? nil : service.text("provider_income").flatMap(IncomeBand.init),
                starts: service.isDisputed("starts", "ends") ? nil : service.date("starts"),
                ends: service.isDisputed("starts", "ends") ? nil : service.date("ends"),
                isReported: service.text("returns") != "none",
                returnsAYear: (service.text("returns").flatMap(ReturnPeriod.Rhythm.init)
                    ?? .quarterly).timesPerYear,
                noticeMonths: service.isDisputed("notice_months")
                    ? nil : service.integer("notice_months").map { Int(clamping: $0) },
                source: "service \(service.id.short)"
            )
        }
    }

    private func isRunning(_ service: Record) -> Bool {
        guard service.text("status") != "defunct", service.text("status") != "inactive" else {
            return false
        }
        return service.date("starts").map { $0 <= today } ?? true
            && service.date("ends").map { $0 >= today } ?? true
    }

    /// The return, and what organisations record for it.
    private func askedForms() throws -> [BurdenTables.Form] {
        let names = ["quarterly_return", "participant", "enrolment", "contact", "outcome"]
        return try names.compactMap { name in
            guard let id = FormID(name), try session.versions(of: id) != nil else { return nil }
            let form = try session.form(id)
            let asked = form.fields.filter(\.isAsked)
            return BurdenTables.Form(
                title: inert(form.definition.title),
                questions: asked.count,
                needed: asked.filter { $0.required != nil && !$0.isRepeated }.count,
                timesAYear: id == StoreSession.returnForm ? 4 : nil
            )
        }
    }

    private func feedback() throws -> [FeedbackTable.Entry] {
        try session.returns().compactMap { found in
            guard let first = found.progress.firstSubmission,
                let period = found.record.text("period").flatMap(ReturnPeriod.init)
            else { return nil }
            let content = found.progress.content.map { ", content \($0.short)" } ?? ""
            return FeedbackTable.Entry(
                period: period,
                submitted: first.at.instant.englishDate,
                answered: found.progress.firstFeedback?.at.instant.englishDate,
                source: "return \(found.record.id.short)\(content)"
            )
        }
    }
}
