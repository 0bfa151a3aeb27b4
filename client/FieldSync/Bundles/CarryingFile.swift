// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Sealing

/// Carries one file of another device's bundle to the server, from the part on that it lacks.
///
/// As much goes at a time as the link carries in some seconds (`Pace`); what breaks is sent again
/// from where the server has got to.
struct CarryingFile {
    let server: Server
    let progress: (Int64, Int64) -> Void

    /// - Returns: The receipts, for the device that made the bundle.
    /// - Throws: `Problem` `bundle.damaged` for a file of which a byte was changed.
    func run(_ file: CarriedFile, _ pace: inout Pace) throws -> Data {
        let (opening, places) = try file.parts()
        var (next, reached) = (1, 0)
        while true {
            let end = Self.end(of: places, from: next, bytesMax: pace.size)
            let run = try file.bytes(places[next - 1]..<places[end])
            do {
                switch try server.carry(opening + run, from: next) {
                case .receipts(let receipts): return receipts
                case .place(let part):
                    guard (1..<places.count).contains(part) else { throw Self.garbled }
                    guard part > reached else { throw Self.overtaken }
                    pace.arrived(run.count, seconds: server.seconds)
                    (next, reached) = (part, part)
                    progress(Int64(part - 1), Int64(places.count - 1))
                }
            } catch let problem as Problem
                where pace.patience.lasts(beyond: problem, attemptsMax: server.retries.attemptsMax)
            {
                pace.broke(at: run.count)
                server.retries.pause(after: pace.patience.failures, problem)
            }
        }
    }

    /// The last of the parts that go at a time; at least one goes.
    private static func end(of places: [UInt64], from next: Int, bytesMax: Int) -> Int {
        var end = next
        while end + 1 < places.count, places[end + 1] - places[next - 1] <= UInt64(bytesMax) {
            end += 1
        }
        return end
    }

    private static let overtaken = Problem(
        .overloaded,
        "Somebody else carries the same file just now. Import the bundle again in a while."
    )

    static let garbled = Problem(
        .serverFailed,
        "What the server answered about a file cannot be read. Nothing was lost. Import the bundle"
            + " again; if it stays, tell an administrator."
    )
}

extension Server {
    fileprivate enum FileAnswer {
        case place(Int)
        case receipts(Data)
    }

    fileprivate func carry(_ parts: Data, from part: Int) throws -> FileAnswer {
        var exchange = Exchange("POST", "v1/bundles/files?part=\(part)", body: parts)
        exchange.type = "application/octet-stream"
        let answer = try carry(exchange)
        guard answer.status == 202 else { return .receipts(answer.body) }
        guard let place = try? Canonical.decode(BundleFilePlace.self, from: answer.body) else {
            throw CarryingFile.garbled
        }
        return .place(Int(clamping: place.part))
    }
}
