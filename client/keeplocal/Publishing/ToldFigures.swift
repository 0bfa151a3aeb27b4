// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldModel
import FieldStore
import Figures

/// What councils told the network, for reports of devices that have nothing else of them.
extension StoreSession {
    func toldOutcomes(except own: Set<CouncilID> = []) throws -> [NetworkReturns.Told] {
        try told(except: own).compactMap { found in
            guard case .outcomes(let period, let outcomes?) = found.figure else { return nil }
            return NetworkReturns.Told(
                council: inert(try name(of: found.council)),
                period: period,
                outcomes: outcomes,
                source: "\(try source(of: found)), from \(count(outcomes.returns, "return"))"
            )
        }
    }

    /// The last four years of each definition, as of councils whose spending is here.
    func toldSpending(except own: Set<CouncilID> = []) throws -> [NetworkSpending.Entry] {
        let all = try told(except: own).compactMap { found -> NetworkSpending.Entry? in
            guard case .spend(let definition, let year, let spend?) = found.figure else {
                return nil
            }
            return NetworkSpending.Entry(
                council: inert(try name(of: found.council)),
                definition: inert(definition),
                title: inert(spend.title),
                rule: inert(spend.rule),
                year: inert(year),
                local: spend.local,
                counted: spend.counted,
                source: "\(try source(of: found)): \(inert(spend.source))"
            )
        }
        return Dictionary(grouping: all) { "\($0.council)\n\($0.definition)" }
            .sorted { $0.key < $1.key }
            .flatMap { $0.value.sorted { $0.year < $1.year }.suffix(4) }
    }

    func toldRatings(except own: Set<CouncilID> = []) throws -> [NetworkRatings.Rating] {
        try told(except: own).compactMap { found in
            guard case .principle(let key, let period, let level?) = found.figure else {
                return nil
            }
            return NetworkRatings.Rating(
                council: found.council,
                principle: key,
                period: period,
                level: level.level
            )
        }
    }

    /// What the figures lack, each a sentence.
    func toldNotes() throws -> [String] {
        let leftOut = try networkFigures().leftOut
        guard leftOut > 0 else { return [] }
        return [
            "\(count(leftOut, "figure")) that councils told left out, in dispute or incomplete."
                + " See: keeplocal list network_figure"
        ]
    }

    /// What files told before, and what the network was told, on whichever device: beside both of
    /// them a new number must tell no small one.
    func publication(after ledger: Publication) throws -> Publication {
        var known = ledger
        try rememberedNumbers().forEach { known.add($0) }
        var disclosing = Disclosing(Threshold(), after: known)
        disclosing.take(told: NetworkReturns([], told: try toldOutcomes()).course)
        return disclosing.publication
    }

    private func told(except own: Set<CouncilID>) throws -> [FoundNetworkFigure] {
        try networkFigures().found.filter { $0.figure.isTold && !own.contains($0.council) }
    }

    private func source(of found: FoundNetworkFigure) throws -> String {
        "told by \(inert(try name(of: found.council))) on \(found.at.date)"
    }
}
