// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import Screens

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at everything on this device, say what is wrong, and put it right.",
        discussion: """
            Your work is kept twice: in keeplocal.sqlite, and in keeplocal.side what the
            server may not have yet. A repair makes a new database of both. The damaged
            file is renamed, never deleted, and the next sync fetches what is missing.
            Exit codes: 0 when all is well or was put right, 1 when something is wrong.
            """
    )

    @Flag(help: "Put right what is wrong.") var repair = false
    @OptionGroup var device: DeviceOptions

    func run() throws {
        var (found, store) = try look()
        var report: RepairReport?
        if repair, !found.database.isEmpty {
            store = nil
            report = try Repairing(home: Home(path: device.path)).run()
        } else if repair, !found.side.isEmpty {
            try store?.mendSide()
        }
        if repair, !found.hasWholeStore {
            (found, store) = try look()
        }
        try device.show(json(found, report)) { lines(found, report).forEach { Terminal.line($0) } }
        guard found.isSound else { throw Exit(code: ExitStatus.failed) }
    }

    /// A file that cannot even be opened is a finding, not the end of the look.
    private func look() throws -> (Examination, FieldStore?) {
        do {
            let store = try device.store()
            return (try store.examine(), store)
        } catch let problem as Problem where problem.code == .storeDamaged {
            return (
                Examination(
                    database: ["it cannot be read"],
                    setAside: Home(path: device.path).filesSetAside
                ), nil
            )
        }
    }

    private func json(_ found: Examination, _ report: RepairReport?) -> JSON {
        let list = { (texts: [String]) in JSON.array(texts.map { .string($0) }) }
        return [
            "isSound": .boolean(found.isSound), "database": list(found.database),
            "side": list(found.side), "files": list(found.files),
            "unsent": .integer(Int64(found.unsent)),
            "setAside": list(found.setAside), "repair": report.map { JSON($0) } ?? .null,
        ]
    }

    private func lines(_ found: Examination, _ report: RepairReport?) -> [String] {
        var lines = report?.words.flatMap { $0.wrapped() } ?? []
        lines += found.database.map { "keeplocal.sqlite: " + inert($0) }
        lines += found.side.map { "keeplocal.side: " + inert($0) }
        lines += found.files.flatMap { inert($0).wrapped() }
        if found.isSound {
            lines.append(
                "All is well. \(Standing.saved.shown), on this device only:"
                    + " \(count(found.unsent, "change"))."
            )
        } else if !found.hasWholeStore {
            lines.append("Nothing is lost yet. Put it right with: keeplocal doctor --repair")
        }
        if !found.setAside.isEmpty {
            lines.append("Set aside earlier, yours to delete when all is well:")
            lines += found.setAside.map { "  " + $0 }
        }
        return lines
    }
}
