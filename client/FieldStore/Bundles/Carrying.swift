// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation
import GRDB

/// The bundles that were made here, and the keys with which their receipts are opened.
extension StoreSession {
    /// A bundle that was made here, by its name in hexadecimal digits.
    package struct Carried: Hashable, Sendable, Codable {
        package let device: DeviceID
        package let receiptKey: Data
        package let made: Instant
    }

    package func remember(bundle name: String, receiptKey: Data) throws {
        let carried = Carried(device: try identity().device, receiptKey: receiptKey, made: now)
        try set("bundle/\(name)", carried)
    }

    package func carried(bundle name: String) throws -> Carried? {
        try fact("bundle/\(name)", as: Carried.self)
    }

    /// Files to be carried by hand: first those that lie in no bundle yet, then those that have
    /// been longest on their way without a receipt; small ones before large ones.
    package func filesToCarry() throws -> [Evidence] {
        let waiting = try waitingEvidence()
        let place = Dictionary(
            try carriedFiles().enumerated().map { ($0.element, $0.offset) },
            uniquingKeysWith: { $1 }
        )
        let again = waiting.filter { place[$0.name] != nil }
        return waiting.filter { place[$0.name] == nil }
            + again.sorted { place[$0.name] ?? 0 < place[$1.name] ?? 0 }
    }

    /// Remembers that these lie in a bundle now.
    package func noteCarried(_ files: [BlobName]) throws {
        let new = Set(files)
        try set("carriedFiles", try carriedFiles().filter { !new.contains($0) } + files)
        try forgetArrived()
    }

    /// Forgets of the files in bundles those that have arrived, or that no record here names.
    func forgetArrived() throws {
        let carried = try carriedFiles()
        guard !carried.isEmpty else { return }
        let waiting = Set(try waitingEvidence().map(\.name))
        let left = carried.filter(waiting.contains)
        guard left.count < carried.count else { return }
        if left.isEmpty { try forget("carriedFiles") } else { try set("carriedFiles", left) }
    }

    private func carriedFiles() throws -> [BlobName] {
        try fact("carriedFiles", as: [BlobName].self) ?? []
    }

    /// Takes what the server said of a file that was carried: that it has it, or why not.
    package func take(_ file: BundleReceipts.File) throws {
        if file.problem == nil { try markPresent(file.name) }
    }
}
