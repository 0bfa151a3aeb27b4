// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync
import Foundation

struct BundleImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Carry a bundle to the server, or take the receipts of one that was made here.",
        discussion: "A link that breaks loses nothing: import it again, and it goes on from there."
    )

    @Argument(help: "The bundle, or its receipts.") var file: String
    @Option(help: "Where to write the receipts; FILE.receipts if not said.") var receipts: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let input = try open()
        defer { try? input.close() }
        let result = try {
            defer { Terminal.progress(nil) }
            let importing = ImportingBundle(
                store: store,
                progress: { done, of in
                    Terminal.progress("carrying a file: \(done * 100 / max(of, 1)) % ...")
                },
                connect: { try device.server(store) }
            )
            return try importing.run(input)
        }()
        switch result {
        case .carried(let carried): try keep(carried)
        case .took(let taken): try tell(taken)
        }
    }

    private func open() throws -> FileHandle {
        let unreadable = Failure(usage: "The file \(inert(file)) cannot be read.")
        guard let input = FileHandle(forReadingAtPath: file) else { throw unreadable }
        do {
            _ = try input.read(upToCount: 1)
            try input.seek(toOffset: 0)
            return input
        } catch {
            throw unreadable
        }
    }

    private func keep(_ carried: ImportingBundle.Carried) throws {
        let path = freePath()
        try NewFile.write(to: path) { try $0(carried.receipts) }
        try device.show(
            [
                "carried": true, "receipts": .string(path),
                "files": .integer(Int64(carried.files)),
                "filesDamaged": .integer(Int64(carried.filesDamaged)),
                "filesLeft": .integer(Int64(carried.filesLeft)),
            ]
        ) {
            Terminal.line("The server took it. Receipts for the device: \(inert(path))")
            Terminal.note("There: keeplocal bundle import \(inert(path))")
        }
        if carried.filesDamaged > 0 {
            Terminal.note(
                "\(count(carried.filesDamaged, "file")) of it cut short or damaged, and not taken."
                    + " Nothing is lost: it is still on its device. Copy the bundle anew and import"
                    + " it again, or export another."
            )
        }
        if let problem = carried.problem {
            Terminal.note(
                "\(count(carried.filesLeft, "file")) not carried yet: \(inert(problem.message))"
                    + " Import the bundle again later; it goes on from there."
            )
            throw Exit(code: Failure(problem).exitCode)
        }
        if carried.filesDamaged > 0 { throw Exit(code: ExitStatus.refused) }
    }

    /// Beside the bundle, and over nothing that is there.
    private func freePath() -> String {
        if let receipts { return receipts }
        var (path, number) = (file + ".receipts", 1)
        while FileManager.default.fileExists(atPath: path), number < 1_000 {
            number += 1
            path = "\(file).receipts\(number)"
        }
        return path
    }

    private func tell(_ taken: ImportingBundle.Taken) throws {
        try device.show(
            [
                "carried": false, "stored": .integer(Int64(taken.stored)),
                "duplicates": .integer(Int64(taken.duplicates)),
                "refused": .integer(Int64(taken.refused)), "held": .integer(Int64(taken.held)),
                "files": .integer(Int64(taken.files)),
                "filesLeft": .integer(Int64(taken.filesLeft)),
            ]
        ) { say(taken) }
        if let problem = taken.problem {
            Terminal.note(
                "The rest was not taken: \(inert(problem.message)) Nothing is lost. Export again,"
                    + " or sync when there is a network."
            )
        }
        if let problem = taken.filesProblem {
            Terminal.note(
                "\(count(taken.filesLeft, "file")) not taken: \(inert(problem.message)) Nothing is"
                    + " lost: it waits on this device."
            )
        }
        if taken.refused > 0 || taken.problem != nil || taken.filesProblem != nil {
            throw Exit(code: ExitStatus.refused)
        }
    }

    private func say(_ taken: ImportingBundle.Taken) {
        let files = taken.files > 0 ? " and \(count(taken.files, "file"))" : ""
        Terminal.line("\(count(taken.stored, "change"))\(files) stored by the server.")
        if taken.filesLeft > 0 {
            Terminal.line("\(count(taken.filesLeft, "file")) not with the server yet.")
        }
        if taken.held > 0 { Terminal.line("\(count(taken.held, "change")) held.") }
        if taken.erased > 0 { Terminal.line(taken.erased.erasedWords) }
        if taken.refused > 0 {
            Terminal.line(
                "\(count(taken.refused, "change")) refused; nothing is lost."
                    + " See: keeplocal status"
            )
        }
    }
}
