// SPDX-License-Identifier: Apache-2.0

extension ReturnProgress {
    /// A decision that stood once, or what undid it: who reads a return sees it for ever.
    package struct Past: Hashable, Sendable {
        package let move: ReturnMove.Name
        package let by: ReturnSignature
        /// Which revision it was about; the first is 1.
        package let revision: Int

        init(_ move: ReturnMove.Name, _ by: ReturnSignature, revision: Int) {
            (self.move, self.by, self.revision) = (move, by, revision)
        }
    }

    /// Lets go of what was decided about the last revision, and keeps who said what.
    mutating func undo() {
        keepPast(Set(ReturnMove.Name.allCases))
        (review, acceptance, approval, publication) = (nil, nil, nil, nil)
        (endorsements, pleas) = ([], [])
    }

    /// Of these moves, what stands now and will not stand any more.
    mutating func keepPast(_ moves: Set<ReturnMove.Name>) {
        let signed: [(ReturnMove.Name, ReturnSignature?)] = [
            (.review, review), (.accept, acceptance), (.approve, approval),
            (.publish, publication),
        ]
        let all =
            signed.compactMap { move, by in by.map { (move, $0) } }
            + endorsements.map { (.endorse, $0) } + pleas.map { (.askReopen, $0) }
        past += all.filter { moves.contains($0.0) }.sorted { $0.1.at < $1.1.at }.map {
            Past($0.0, $0.1, revision: revisions.count)
        }
    }
}
