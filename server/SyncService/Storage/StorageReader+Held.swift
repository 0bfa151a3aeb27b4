// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What is held can be much, of many devices: no more than a page of it is ever in memory.
extension StorageReader {
    /// Gives what waits for a decision, by device and counter, for as long as the body says true.
    func forEachHeld(_ body: (StoredAnswer) throws -> Bool) throws {
        try forEach(heldAnswers, body)
    }

    /// Gives what waits for what a restored server lacks, in the same way.
    func forEachAwaiting(_ body: (StoredAnswer) throws -> Bool) throws {
        try forEach(awaitingAnswers, body)
    }

    private func forEach(
        _ page: (AnswerKey?, Int) throws -> [StoredAnswer],
        _ body: (StoredAnswer) throws -> Bool
    ) throws {
        let pageMax = 200
        var answers = try page(nil, pageMax)
        while let last = answers.last {
            for answer in answers where try !body(answer) { return }
            answers = try page(last.key, pageMax)
        }
    }
}
