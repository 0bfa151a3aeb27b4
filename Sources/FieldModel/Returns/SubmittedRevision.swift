// SPDX-License-Identifier: Apache-2.0

/// One revision of a return as it was submitted, with all that was said and decided about it.
package struct SubmittedRevision: Hashable, Sendable {
    /// The first is 1.
    package let number: Int
    package let revision: ReturnRevision
    package let submission: ReturnSignature
    /// In their order, also what was undone since.
    package let decisions: [ReturnProgress.Last]
    package let queries: [ReturnQuery]
    package let comments: [ReturnComments]
}

extension ReturnProgress {
    /// Nil where there are not so many.
    package func submitted(_ number: Int) -> SubmittedRevision? {
        guard revisions.indices.contains(number - 1) else { return nil }
        let returned = comments.filter { $0.revision == number }
        return SubmittedRevision(
            number: number,
            revision: revisions[number - 1],
            submission: submissions[number - 1],
            decisions: decisions(about: number, returned),
            queries: queries.filter { $0.revision == number },
            comments: returned
        )
    }

    private func decisions(about number: Int, _ returned: [ReturnComments]) -> [Last] {
        let undone = past.filter { $0.revision == number }.map { Last(move: $0.move, by: $0.by) }
        let gaveBack = returned.map { Last(move: .giveBack, by: $0.given) }
        let isLast = number == revisions.count
        let signed: [(ReturnMove.Name, ReturnSignature?)] = [
            (.review, review), (.accept, acceptance), (.approve, approval),
            (.publish, publication),
        ]
        let standing =
            signed.compactMap { move, by in by.map { Last(move: move, by: $0) } }
            + endorsements.map { Last(move: .endorse, by: $0) }
            + pleas.map { Last(move: .askReopen, by: $0) }
        return (undone + gaveBack + (isLast ? standing : [])).sorted { $0.by.at < $1.by.at }
    }
}
