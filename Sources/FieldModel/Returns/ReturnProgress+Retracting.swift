// SPDX-License-Identifier: Apache-2.0

extension ReturnProgress {
    /// That a return was sent, when, and the council's first word about it.
    struct Sending: Hashable, Sendable {
        let submission: ReturnSignature?
        let first: ReturnSignature?
        let feedback: ReturnSignature?
    }

    /// What is withdrawn was not sent; what is sent after that is sent for the first time.
    mutating func retract() {
        if submission != nil {
            retracted = Sending(
                submission: submission,
                first: firstSubmission,
                feedback: firstFeedback
            )
        }
        (submission, firstSubmission, firstFeedback) = (nil, nil, nil)
    }

    /// Forced out of being withdrawn, a return was sent when it was.
    mutating func restore() {
        guard submission == nil, let sending = retracted else { return }
        (submission, firstSubmission) = (sending.submission, sending.first)
        (firstFeedback, retracted) = (sending.feedback, nil)
    }
}
