// SPDX-License-Identifier: Apache-2.0

/// A choice that only some reports look at.
private struct ReportChoice {
    let name: String
    let isGiven: Bool
    let kinds: [ReportKind]
}

extension ReportOptions {
    /// - Throws: `Failure` for a choice that the report would not look at, and which it would.
    func requireLookedAt(by kind: ReportKind) throws {
        let choices = choices
        let days = kind.isOverPeriods ? Self.days : kind == .spend ? Self.quarters : []
        guard let wrong = choices.first(where: { $0.isGiven && !$0.kinds.contains(kind) }) else {
            return
        }
        let names = wrong.kinds.map(\.rawValue).joined(separator: ", ")
        let taken = choices.filter { $0.kinds.contains(kind) }.map(\.name) + days
        throw Failure(
            usage: "The report \(kind.rawValue) does not look at \(wrong.name), which is for:"
                + " \(names). It takes: \((taken + Self.always).joined(separator: ", "))"
        )
    }

    private static let quarters = ["--quarter", "--quarters"]
    private static let days = quarters + ["--from", "--to"]
    private static let always = ["--html", "--csv", "--for"]

    private var choices: [ReportChoice] {
        [
            ReportChoice(
                name: "--by",
                isGiven: by != nil,
                kinds: [.outcomes, .reach, .neighbourhoods]
            ),
            ReportChoice(name: "--definition", isGiven: definition != nil, kinds: [.spend]),
            ReportChoice(
                name: "--service",
                isGiven: service != nil,
                kinds: [.outcomes, .reach, .neighbourhoods, .early]
            ),
        ]
    }
}
