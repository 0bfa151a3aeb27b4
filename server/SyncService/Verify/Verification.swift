// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// What was found when the logs were read from their start and the records made anew.
package struct Verification: Sendable, Codable, Hashable {
    package var councils = 0
    package var changes = 0
    package var records = 0
    /// Records that were erased: their entries are in the chain, and nobody can read them.
    package var erased = 0
    /// Changes whose payload was taken out, as the log says, when their record's time was over.
    package var compacted = 0
    /// `ok`, or what is wrong and where.
    package var chain = "ok"
    package var projection = "ok"

    /// True where nothing is wrong but that erasures of after a backup are not done in this copy:
    /// the server does them before it answers anybody.
    package var owesErasures = false

    /// How many things are kept otherwise than the acts and answers in the logs say, such as roles
    /// and devices, and the first of them.
    package private(set) var differing = 0
    package private(set) var differences: [Difference] = []

    /// Files that records name and that are there, every byte of them; each once.
    package var files = 0
    /// Files that records name and that no device has sent yet.
    package var filesAwaited = 0
    /// Files that were sent, and are gone or not what their hash says.
    package var filesMissing: [Hash] = []

    /// Whether the logs and records are; files are told apart, as they can be put back one by one.
    package var isSound: Bool { chain == "ok" && projection == "ok" }

    package init() {}
}

extension Verification {
    private static let differencesMax = 100

    mutating func differ(_ table: String, _ found: String) {
        differing += 1
        guard differences.count < Self.differencesMax else { return }
        differences.append(Difference(table: table, found: found))
    }

    /// Tells the first difference as a fault like any other.
    mutating func failDifferences() {
        guard let first = differences.first else { return }
        failProjection(first.found + (differing > 1 ? " (and \(differing - 1) more)" : ""))
    }

    /// The first fault of each kind is told: what comes after it may only follow from it.
    mutating func failChain(_ text: String) { if chain == "ok" { chain = text } }

    /// Told beside any other fault, as it follows from none of them.
    mutating func owe(_ text: String) {
        owesErasures = isSound
        projection = projection == "ok" ? text : "\(projection); and \(text)"
    }

    mutating func failProjection(_ text: String) { if projection == "ok" { projection = text } }
}
