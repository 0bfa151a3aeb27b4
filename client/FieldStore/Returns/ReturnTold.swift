// SPDX-License-Identifier: Apache-2.0

package import FieldModel

extension ReturnProgress {
    /// The last move, and those before it that came with words, since it was submitted last.
    package var told: [Last] {
        var told: [Last] = []
        for query in queries where !query.isOvertaken {
            told.append(Last(move: .query, by: query.asked))
            if let answer = query.answer { told.append(Last(move: .answer, by: answer)) }
        }
        told += comments.filter { !$0.isOvertaken }.map { Last(move: .giveBack, by: $0.given) }
        let signed: [(ReturnMove.Name, ReturnSignature?)] = [
            (.accept, acceptance), (.approve, approval), (.publish, publication),
        ]
        told += signed.compactMap { move, by in by.map { Last(move: move, by: $0) } }
        told += endorsements.map { Last(move: .endorse, by: $0) }
        told += pleas.map { Last(move: .askReopen, by: $0) }
        // Opened again, it keeps what was said until it is submitted anew.
        told += past.filter { $0.revision == revisions.count }
            .map { Last(move: $0.move, by: $0.by) }
        // An approval is a decision, with words or without.
        told.removeAll { $0.move != .approve && ($0.by.words ?? "").allSatisfy(\.isWhitespace) }
        if let last, ![.complete, .prepare].contains(last.move),
            !told.contains(where: { $0.by.change == last.by.change })
        {
            told.append(last)
        }
        return told.sorted { $0.by.at < $1.by.at }
    }
}
