// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct PrincipleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "principle",
        abstract: "How far a council is with the six principles of Keep it Local.",
        discussion: """
            The council rates itself, its champions sign, and organisations file a
            rating of their own beside it: the gap is what is worth talking about.
            The levels, 0 not started to 4 leading, are KeepLocal's own.
            """,
        subcommands: [PrincipleShow.self, PrincipleAssess.self, PrincipleSign.self]
    )
}

struct PrincipleAssess: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assess",
        abstract: "Say how far the council is with one principle.",
        discussion: """
            For the council by its reviewers and champions; by people of an
            organisation it is the organisation's shadow rating. Said again for
            the same period, it takes the place of what was said; actions are added.
            """
    )

    @Argument(help: "The principle, such as local_spend.") var principle: String
    @Option(help: "0 not started, 1 planned, 2 in place, 3 embedded, 4 leading.") var level: Int
    @Option(help: "A financial year or quarter, such as 2026 or 2026-Q2.") var period: String?
    @Option(help: "The level in a year.") var target: Int?
    @Option(help: "What shows it.") var evidence: String?
    @Option(help: "How people and organisations had a say.") var voice: String?
    @Option(help: "An action, as WHAT;WHO;BY-WHEN. May be repeated.") var action: [String] = []
    @OptionGroup var place: PlaceOptions
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let saved = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            let form = try session.form(formID("principle_assessment"))
            let scope = try session.scope(of: form, in: place.place(in: session))
            let period = period ?? session.today.financialYear
            var arguments = try FieldArguments(form, in: session)
            let answers = try arguments.parse(assignments(period))
            let key = PrincipleKey(scope, principle: principle, period: period)
            return try session.rate(key, answers: answers)
        }
        try device.show(JSON(saved)) {
            Terminal.line("Saved on this device: \(principle), level \(level).")
            Terminal.note("See them all with: keeplocal principle show")
        }
        rehearsal.note()
    }

    private func assignments(_ period: String) throws -> [String] {
        var assignments = ["principle=\(principle)", "period=\(period)", "level=\(level)"]
        if let target { assignments.append("target=\(target)") }
        if let evidence { assignments.append("evidence=\(evidence)") }
        if let voice { assignments.append("voice=\(voice)") }
        var random = SystemRandomNumberGenerator()
        var instances: [InstanceID] = []
        for text in action {
            let parts = text.split(separator: ";", omittingEmptySubsequences: false)
                .map { String($0).trimmingBlanks }
            guard parts.count == 3 else {
                throw Failure(
                    usage: "'\(text)' is no action, such as \"Publish spend;Rosa;2026-09-30\""
                )
            }
            let instance = InstanceID.make(at: .now, after: instances, using: &random)
            instances.append(instance)
            for (name, part) in zip(["what", "owner", "due"], parts) {
                assignments.append("action[\(instance)]/\(name)=\(part)")
            }
        }
        return assignments
    }
}

extension PlainDate {
    /// `2026` for a day from 1 April 2026 to 31 March 2027.
    fileprivate var financialYear: String { String(Quarter(containing: self).year) }
}
