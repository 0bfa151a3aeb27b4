// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Figures

extension NetworkFigure.Kind: ExpressibleByArgument {}

struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Tell the network the council's figures, few people hidden.",
        discussion: """
            What the returns that were accepted or approved said together, local spend by
            definition and year, and the levels of the principles become records that
            everybody in the network may read. --dry-run shows exactly what would be told.
            Said again, only what changed is told anew, and what holds no more is
            withdrawn. Only the champion in senior leadership may.
            """
    )

    @Option(help: "Only outcomes, spend or principle. May be repeated.")
    var only: [NetworkFigure.Kind] = []
    @Option(help: "The council, for those who work with more than one.") var council: String?
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let council = try place(in: store)
        let kinds = Set(only.isEmpty ? NetworkFigure.Kind.allCases : only)
        let spend = kinds.contains(.spend) ? try SpendSource(store, council: council.text) : nil
        let ledger = try PublicationLedger(home: device.path)
        let told = try store.write(isRehearsal: rehearsal.dryRun) { session in
            let telling = try NetworkTelling(
                session,
                of: council,
                kinds,
                spend,
                after: ledger.publication
            )
            // Remembered first: what was told and then forgotten could be told by a difference.
            if !rehearsal.dryRun { try ledger.save(telling.publication) }
            return try PublishedFigures(telling, of: council, in: session)
        }
        try device.show(told.json) { told.lines(rehearsal.dryRun).forEach { Terminal.line($0) } }
        told.notes.forEach { Terminal.note($0) }
        rehearsal.note()
    }

    /// - Throws: `Problem` `permission.denied` for who may not tell the network anything.
    private func place(in store: FieldStore) throws -> CouncilID {
        let options = try PlaceOptions.parse(council.map { ["--council", $0] } ?? [])
        return try store.read { session in
            let form = try session.form(formID("network_figure"))
            return try session.scope(of: form, in: options.place(in: session)).council
        }
    }
}
