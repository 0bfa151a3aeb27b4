// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync
import Foundation

struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Carry work by hand where there is no network.",
        discussion: """
            keeplocal bundle export stick/amina.bundle            here, without a network
            keeplocal bundle import stick/amina.bundle            on any colleague's device with one
            keeplocal bundle import stick/amina.bundle.receipts   here again: what became of it
            Nobody but the server can read or change a bundle. Imported twice, it counts once.
            """,
        subcommands: [BundleExport.self, BundleImport.self]
    )
}

struct BundleExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Seal what was not sent into a file for the server."
    )

    @Argument(help: "The file to write; it must not exist yet.") var file: String
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let waiting = try store.read { try $0.unsentCount() }
        guard waiting > 0 else {
            try device.show(["changes": 0, "left": 0]) {
                Terminal.line("Nothing waits to be sent, so no bundle was made.")
            }
            return
        }
        try NewFile.check(file)
        let bundle = try ExportingBundle(store: store).run()
        try NewFile.write(bundle.data, to: file)
        try device.show(
            [
                "changes": .integer(Int64(bundle.changes)), "left": .integer(Int64(bundle.left)),
                "file": .string(file),
            ]
        ) {
            Terminal.line("\(count(bundle.changes, "change")) sealed in \(inert(file)).")
            if bundle.left > 0 {
                Terminal.line("\(count(bundle.left, "change")) did not fit: export again later.")
            }
            Terminal.note("On a device with a network: keeplocal bundle import \(inert(file))")
        }
    }
}

struct BundleImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Carry a bundle to the server, or take the receipts of one that was made here."
    )

    @Argument(help: "The bundle, or its receipts.") var file: String
    @Option(help: "Where to write the receipts; FILE.receipts if not said.") var receipts: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        guard let data = try? Data(contentsOf: URL(filePath: file), options: .mappedIfSafe) else {
            throw Failure(usage: "The file \(inert(file)) cannot be read.")
        }
        let importing = ImportingBundle(store: store) { try device.server(store) }
        switch try importing.run(data) {
        case .carried(let answer): try keep(answer)
        case .took(let taken): try tell(taken)
        }
    }

    private func keep(_ answer: Data) throws {
        var path = receipts ?? file + ".receipts"
        var number = 1
        while receipts == nil, FileManager.default.fileExists(atPath: path), number < 1_000 {
            number += 1
            path = "\(file).receipts\(number)"
        }
        try NewFile.write(answer, to: path)
        try device.show(["carried": true, "receipts": .string(path)]) {
            Terminal.line("The server took it. Receipts for the device: \(inert(path))")
            Terminal.note("There: keeplocal bundle import \(inert(path))")
        }
    }

    private func tell(_ taken: ImportingBundle.Taken) throws {
        try device.show(
            [
                "carried": false, "stored": .integer(Int64(taken.stored)),
                "duplicates": .integer(Int64(taken.duplicates)),
                "refused": .integer(Int64(taken.refused)), "held": .integer(Int64(taken.held)),
            ]
        ) {
            Terminal.line("\(count(taken.stored, "change")) stored by the server.")
            if taken.held > 0 { Terminal.line("\(count(taken.held, "change")) held.") }
            if taken.refused > 0 {
                Terminal.line(
                    "\(count(taken.refused, "change")) refused; nothing is lost."
                        + " See: keeplocal status"
                )
            }
        }
        if let problem = taken.problem {
            Terminal.note(
                "The rest was not taken: \(inert(problem.message)) Nothing is lost. Export again,"
                    + " or sync when there is a network."
            )
        }
        if taken.refused > 0 || taken.problem != nil { throw Exit(code: ExitStatus.refused) }
    }
}

/// A file that is written once, whole or not at all, for its owner only.
enum NewFile {
    static func check(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw Failure(usage: "\(inert(path)) exists already. Name another file.")
        }
    }

    static func write(_ data: Data, to path: String) throws {
        try check(path)
        let temporary = path + ".part"
        guard
            FileManager.default.createFile(
                atPath: temporary,
                contents: nil,
                attributes: [.posixPermissions: 0o600]
            ), let file = FileHandle(forWritingAtPath: temporary)
        else { throw Failure(usage: "\(inert(path)) cannot be written.") }
        do {
            try file.write(contentsOf: data)
            try file.synchronize()
            try file.close()
            try FileManager.default.moveItem(atPath: temporary, toPath: path)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
    }
}
