// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Whether every change that a device sent has its place in a log or an answer, and no answer says
/// anything else than the logs.
///
/// What a refusal says, and what is in a change that waits, is in no log. Memory grows with the
/// devices and with what was decided.
struct VerifyingAnswers {
    let reader: any StorageReader
    let given: GivenRows

    private static let table = "answer"

    func run(_ result: inout Verification) throws {
        var spans = try reader.loggedCounters()
        var open = given.decided
        let devices = try reader.devices()
        let known = Set(devices.map(\.id))
        try reader.forEachAnswer { kept in
            let place = "the answer to change \(kept.key.counter) of device \(kept.key.device)"
            if !known.contains(kept.key.device) {
                result.differ(Self.table, "\(place): there is no such device")
            }
            if kept.own == nil { spans[kept.key.device, default: .none].add(kept.key.counter) }
            if let fault = fault(in: kept) { result.differ(Self.table, "\(place) \(fault)") }
            if let adopted = open[kept.change], kept.answer?.follows(adopted) == true {
                open[kept.change] = nil
            }
        }
        for device in devices where !(spans[device.id] ?? .none).reaches(device.lastCounter) {
            let span = spans[device.id] ?? .none
            result.differ(
                Self.table,
                "the device \(device.id) is told that \(device.lastCounter) of its changes were"
                    + " answered, and \(span.count) have an answer or a place in the log"
                    + (span.count > 0 ? ", the last being \(span.highest)" : "")
            )
        }
        for (change, adopted) in open.sorted(by: { $0.key < $1.key }) {
            let word = adopted ? "adopted" : "refused"
            result.differ(
                Self.table,
                "the change \(change) was \(word), as the log says, and its answer says otherwise"
            )
        }
    }

    /// What of an answer the logs contradict.
    private func fault(in kept: KeptAnswer) -> String? {
        guard let answer = kept.answer else { return "cannot be read, or contradicts itself" }
        switch answer.outcome.result {
        case .stored(let receipt) where kept.logged == receipt: return nil
        case .stored(let receipt):
            return "says that it was stored as \(receipt.sequence), and the log"
                + (kept.logged.map { " has it as \($0.sequence)" } ?? " does not have it")
        case .refused(let problem) where problem.code == .recordErased: return nil
        case .held, .refused:
            return kept.own.map { "says that it is not stored, and the log has \($0.sequence)" }
        }
    }
}

extension StoredAnswer {
    /// Whether it is what a decision makes of it; an erasure may have come after that.
    fileprivate func follows(_ adopted: Bool) -> Bool {
        switch outcome.result {
        case .held: false
        case .stored: adopted
        case .refused(let problem): !adopted || problem.code == .recordErased
        }
    }
}
