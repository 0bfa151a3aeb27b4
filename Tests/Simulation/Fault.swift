// SPDX-License-Identifier: Apache-2.0

/// Everything that goes wrong in a history, or that people do at a bad moment.
package enum Fault: String, Sendable, CaseIterable {
    case requestLost = "request lost"
    case requestCut = "request cut off"
    case requestDelayed = "request delayed, arrives out of order"
    case requestRepeated = "request repeated"
    case lateCopy = "copy of a request arrives late"
    case overtaken = "late request arrives between two of a sync"
    case answerLost = "reset after the commit, before the answer"
    case answerCut = "answer cut off"
    case serverEnded = "server ended at a commit"
    case deviceEnded = "device ended at a commit"
    case partition = "device cut off for a while"
    case copyRestored = "device restored from an old copy"
    case backup = "backup of the server, verified"
    case serverRestored = "server restored from a backup"
    case enrolledAgain = "device enrolled again, as a restored server does not know it"
    case clockJump = "device clock jumps by years"
    case newFormVersion = "new version of a form"
    case rightTaken = "role taken away"
    case rightGiven = "role given"
    case rightMoved = "role moved to another organisation"
    case rightsInSync = "rights change between two requests of a sync"
    case deviceRevoked = "device revoked, and enrolled again"
    case deletion = "record deleted"
    case erasure = "record erased"
    case recordDamaged = "record damaged on a device"
    case race = "conflict settled by two at once"
    case lateCandidate = "value arrives after its dispute was settled"
    case staleApproval = "approval of what was submitted anew meanwhile"
    case faultyDevice = "device with a faulty program"

    var isOfRestores: Bool { [.backup, .serverRestored, .enrolledAgain].contains(self) }

    /// Those that the network does to one request.
    static let onTheWire: [Fault] = [
        .requestLost, .requestCut, .requestDelayed, .requestRepeated, .lateCopy, .overtaken,
        .answerLost, .answerCut, .serverEnded,
    ]
}
