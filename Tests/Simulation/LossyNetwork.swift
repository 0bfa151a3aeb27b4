// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldSync
import Foundation

/// A request that the network still holds a copy of.
struct LateRequest {
    let exchange: Exchange
    let token: String?
}

/// The network of one device: loses, cuts, repeats and holds back what is sent.
final class LossyNetwork: Transport {
    private let world: World
    private let token: String?
    private let dice: Dice
    private let faultsPerHundred: Int

    init(world: World, token: String?, dice: Dice, faultsPerHundred: Int) {
        (self.world, self.token, self.dice) = (world, token, dice)
        self.faultsPerHundred = faultsPerHundred
    }

    func send(_ exchange: Exchange) throws -> HTTPAnswer {
        try world.beforeRequest(exchange)
        if exchange.target == world.repeatsLater {
            world.ledger.struck(.lateCopy)
            world.late.append(LateRequest(exchange: exchange, token: token))
        }
        let hasFault = dice.below(100) < faultsPerHundred
        let answer = try hasFault ? disturbed(exchange) : ask(exchange)
        world.ledger.tally.events += 1
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
        let fault = dice.pick(Fault.onTheWire) ?? .requestLost
        if fault != .overtaken || !world.late.isEmpty { world.ledger.struck(fault) }
        switch fault {
        case .requestCut:
            _ = try? world.server.answer(exchange.cut(dice), token: token)
            throw Self.offline
        case .requestDelayed:
            world.late.append(LateRequest(exchange: exchange, token: token))
            throw Self.offline
        case .requestRepeated:
            _ = try ask(exchange)
            return try ask(exchange)
        case .lateCopy:
            world.late.append(LateRequest(exchange: exchange, token: token))
            return try ask(exchange)
        case .overtaken:
            world.deliverLate(dice)
            return try ask(exchange)
        case .answerLost:
            _ = try ask(exchange)
            throw Self.offline
        case .answerCut:
            let answer = try ask(exchange, isHeard: false)
            world.cutAnswers += 1
            return HTTPAnswer(
                status: answer.status,
                body: answer.body.prefix(dice.below(answer.body.count)),
                bytesUp: 0,
                bytesDown: 0
            )
        case .serverEnded:
            world.server.crashAtNextCommit()
            return try ask(exchange)
        default: throw Self.offline
        }
    }

    /// `isHeard` says that the device reads the answer, so that it counts as a promise.
    private func ask(_ exchange: Exchange, isHeard: Bool = true) throws -> HTTPAnswer {
        world.ledger.tally.events += 1
        do {
            let answer = try world.server.answer(exchange, token: token)
            if isHeard, answer.status == 200, exchange.target == "v1/push" {
                world.ledger.acknowledge(try Canonical.decode(from: answer.body))
            }
            return answer
        } catch is SimulatedCrash {
            throw Self.offline
        }
    }

    static let offline = Problem(.offline, "The simulated network lost it.")
}

extension Exchange {
    /// The start of it only.
    fileprivate func cut(_ dice: Dice) -> Exchange {
        var cut = Exchange(method, target, body: body.map { $0.prefix(dice.below($0.count)) })
        cut.isCompressed = isCompressed
        return cut
    }
}
