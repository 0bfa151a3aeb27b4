// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore
import Figures

/// What councils' returns say to the report that sets them beside each other, and to what a council
/// tells the network.
extension StoreSession {
    /// Of those that were accepted or approved; `unread` name no period that can be read.
    func networkEntries(
        of returns: [ReturnOnDevice]
    ) throws -> (entries: [NetworkReturns.Entry], unread: Int) {
        var unread = 0
        let entries = try returns.compactMap { found -> NetworkReturns.Entry? in
            guard let revision = found.progress.reported else { return nil }
            let fields = try reportedFields(revision)
            let answer = { (name: String) in FieldPath(name).flatMap { fields[$0] } }
            let number = { (name: String) -> Int? in
                if case .integer(let number)? = answer(name) { Int(clamping: number) } else { nil }
            }
            guard let period = answer("period").flatMap({ ReturnPeriod($0.words) }) else {
                unread += 1
                return nil
            }
            return NetworkReturns.Entry(
                council: inert(try name(of: found.record.scope.council)),
                period: period,
                improved: number("outcomes_improved"),
                paired: number("outcomes_paired"),
                daysToAnswer: found.progress.daysToAnswer,
                source: try source(of: found, revision),
                origin: try origin(of: found, revision)
            )
        }
        return (entries, unread)
    }
}

extension ReturnProgress {
    /// From the first submission to the council's first word about it.
    fileprivate var daysToAnswer: Int? {
        guard let submitted = firstSubmission?.at.instant.englishDate,
            let answered = firstFeedback?.at.instant.englishDate
        else { return nil }
        return Int(clamping: answered.daysSince1970 - submitted.daysSince1970)
    }
}

extension NetworkRatings.Rating {
    init(_ assessment: PrincipleAssessment) {
        self.init(
            council: assessment.council,
            principle: assessment.principle,
            period: assessment.period,
            level: assessment.level
        )
    }
}
