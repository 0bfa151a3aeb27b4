// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync
import Foundation

struct Erase: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a participant's records unreadable for good, everywhere.",
        discussion: """
            Over the network, for the coordinator of the organisation; an administrator
            may do it by order only. Figures in returns that were submitted stay.
            """,
        subcommands: [
            EraseParticipant.self, EraseList.self, EraseShow.self, EraseHold.self,
            EraseRelease.self,
        ],
        defaultSubcommand: EraseParticipant.self
    )
}

struct EraseParticipant: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "participant",
        abstract: "Erase a participant's record, and every record that names it."
    )

    @Argument(help: "The participant's record: its identifier, or four letters of it.")
    var participant: String
    @Option(
        help: ArgumentHelp(
            "The ground: \(Erasure.Reason.allCases.map(\.rawValue).joined(separator: ", "))."
        )
    )
    var reason: String
    @Option(help: "The code of the decision in your register, such as DSR-2026-014.")
    var authority: String
    @Option(help: "What your records call the participant besides, such as P-104.")
    var reference: String?
    @Flag(help: "Do it without asking again.") var yes = false
    @OptionGroup var rehearsal: RehearsalOptions
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let server = try device.server(store)
        let record = try store.read { try $0.recordID(matching: participant) }
        let plan: ErasureAnswer = try server.post("v1/erasures", request(record, true))
        if rehearsal.dryRun || !yes {
            plan.plan.lines(record).forEach { device.json ? Terminal.note($0) : Terminal.line($0) }
        }
        guard !rehearsal.dryRun else {
            if device.json { try Terminal.json(JSON(plan)) }
            return rehearsal.note()
        }
        try confirm()
        let answer: ErasureAnswer = try server.post("v1/erasures", request(record, false))
        try device.show(JSON(answer)) {
            Terminal.line("Erased: \(answer.plan.records.count) records.")
            answer.report?.lines.forEach { Terminal.line($0) }
            Terminal.note("\nThis device still holds them until: keeplocal sync")
        }
    }

    private func request(_ record: RecordID, _ isRehearsal: Bool) throws -> ErasureRequest {
        guard let reason = Erasure.Reason(rawValue: reason) else {
            let known = Erasure.Reason.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(usage: "There is no ground '\(reason)'. There are: \(known)")
        }
        return ErasureRequest(
            id: Directory.newID(),
            record: record,
            reference: reference,
            reason: reason,
            authority: authority,
            isRehearsal: isRehearsal
        )
    }

    private func confirm() throws {
        guard !yes else { return }
        guard isatty(0) == 1, !device.json else {
            throw Failure(usage: "Nothing was erased. Say --yes to do it without being asked.")
        }
        let answer = Terminal.ask("Nobody can undo this. Write 'erase' to go on: ")
        guard answer?.trimmingCharacters(in: .whitespaces) == "erase" else {
            throw Failure(usage: "Nothing was erased.")
        }
    }
}

struct EraseList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what was erased, and how many devices have not confirmed it."
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        let reports: [ErasureReport] = try device.server(device.store()).get("v1/erasures")
        try device.show(.array(reports.map { JSON($0) })) {
            guard !reports.isEmpty else { return Terminal.line("Nothing was erased.") }
            var table = Table(
                folding: "erasure",
                "on",
                "authority",
                "records",
                "confirmed",
                "waiting"
            )
            for report in reports {
                table.add(
                    report.erasure.id.short,
                    report.erasure.at.words,
                    report.erasure.authority,
                    String(report.erasure.records.count),
                    String(report.confirmed.count),
                    String(report.waiting.count)
                )
            }
            Terminal.line(table.text)
            Terminal.note("\nSee the devices with: keeplocal erase show ERASURE")
        }
    }
}

struct EraseShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the receipt of an erasure, and the devices that have not confirmed it."
    )

    @Argument(help: "The erasure: its identifier, or four letters of it.") var erasure: String
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let reports: [ErasureReport] = try device.server(device.store()).get("v1/erasures")
        let id = try StoreSession.one(
            of: reports.map(\.erasure.id),
            matching: erasure,
            .notFound,
            "erasure"
        )
        for report in reports where report.erasure.id == id {
            try device.show(JSON(report)) { report.lines.forEach { Terminal.line($0) } }
        }
    }
}
