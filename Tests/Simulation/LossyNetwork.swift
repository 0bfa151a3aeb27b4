// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldSync
import Foundation

/// What can happen to one request.
enum Fault: CaseIterable {
    /// It never arrives.
    case lost
    /// It arrives, is carried out, and the answer is lost.
    case answerLost
    /// It arrives twice; the second answer is what the device gets.
    case repeated
    /// It arrives, and once more at some later time.
    case lateCopy
    /// The answer is cut off, which a device sees as a broken transfer.
    case answerCut
    /// The server goes down while it commits.
    case serverDown
}

/// The network of one device: loses, repeats and holds back what is sent.
final class LossyNetwork: Transport {
    private let server: SimulatedServer
    private let token: String?
    private let dice: Dice
    private let faultsPerHundred: Int
    private let late: (Exchange, String?) -> Void
    private let delivered: (PushAnswer) -> Void

    init(
        server: SimulatedServer,
        token: String?,
        dice: Dice,
        faultsPerHundred: Int,
        late: @escaping (Exchange, String?) -> Void,
        delivered: @escaping (PushAnswer) -> Void
    ) {
        (self.server, self.token, self.dice) = (server, token, dice)
        (self.faultsPerHundred, self.late, self.delivered) = (faultsPerHundred, late, delivered)
    }

    func send(_ exchange: Exchange) throws -> HTTPAnswer {
        let hasFault = dice.below(100) < faultsPerHundred
        let answer = try hasFault ? disturbed(exchange) : ask(exchange)
        if answer.status == 200, exchange.target == "v1/push" {
            delivered(try Canonical.decode(from: answer.body))
        }
        return answer
    }

    func stream(
        _ exchange: Exchange,
        line: @escaping (String) -> Void,
        tick: @escaping () -> Bool
    ) throws {
        throw Self.offline
    }

    private func disturbed(_ exchange: Exchange) throws -> HTTPAnswer {
        switch dice.pick(Fault.allCases) ?? .lost {
        case .lost: throw Self.offline
        case .answerLost, .answerCut:
            _ = try ask(exchange)
            throw Self.offline
        case .repeated:
            _ = try ask(exchange)
            return try ask(exchange)
        case .lateCopy:
            late(exchange, token)
            return try ask(exchange)
        case .serverDown:
            server.crashAtNextCommit()
            return try ask(exchange)
        }
    }

    private func ask(_ exchange: Exchange) throws -> HTTPAnswer {
        do {
            return try server.answer(exchange, token: token)
        } catch is SimulatedCrash {
            throw Self.offline
        }
    }

    static let offline = Problem(.offline, "The simulated network lost it.")
}
