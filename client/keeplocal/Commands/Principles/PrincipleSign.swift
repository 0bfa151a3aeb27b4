// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct PrincipleSign: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Stand by an assessment as it is, as a champion.",
        discussion: """
            keeplocal principle sign local_spend                 the council's latest rating
            keeplocal principle sign local_spend --period 2025
            A signature names what was read: it lapses when the assessment is changed.
            """
    )

    @Argument(help: "The principle, such as local_spend; or the identifier of an assessment.")
    var assessment: String
    @Option(help: "A financial year or quarter; without it, the latest that was assessed.")
    var period: String?
    @Option(help: "The council, for those who work with more than one.") var council: String?
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let (saved, what) = try device.store().write(isRehearsal: rehearsal.dryRun) { session in
            let named = try named(in: session)
            let record = try named?.record ?? session.recordID(matching: assessment)
            let what = named.map { "\($0.principle), \($0.period)" } ?? record.short
            return (try session.sign(record), what)
        }
        try device.show(JSON(saved)) {
            Terminal.line("Signed: \(inert(what)). Send it with: keeplocal sync")
        }
        rehearsal.note()
    }

    /// The council's own rating of the principle that was named; nil for no name of one.
    private func named(in session: StoreSession) throws -> PrincipleAssessment? {
        guard try session.principles().contains(where: { $0.key == assessment }) else { return nil }
        let own = try session.principleAssessments().filter {
            $0.organisation == nil && $0.principle == assessment
                && (council == nil || $0.council.text == council)
                && (period == nil || $0.period == period)
        }
        let councils = Set(own.map(\.council)).sorted()
        guard councils.count < 2 else {
            let names = councils.map { "--council \($0.text)" }.joined(separator: ", or ")
            throw Failure(usage: "Several councils have assessed it; say which: \(names)")
        }
        guard let last = own.max(by: { ($0.period, $0.record) < ($1.period, $1.record) }) else {
            let when = period.map { " for \($0)" } ?? ""
            throw Failure(
                usage: "The council's own rating of \(assessment)\(when) is not on this device, so"
                    + " there is nothing to sign. See: keeplocal principle show"
            )
        }
        return last
    }
}
