// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync

struct BundleExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Seal what was not sent into a file for the server, with its photographs."
    )

    @Argument(help: "The file to write; it must not exist yet.") var file: String
    @Option(help: "At most so many MB of files (0: none); small ones go first.")
    var filesMax: Int64 = Limits.bundleFilesBytesMax / 1_048_576
    @OptionGroup var device: DeviceOptions

    func validate() throws {
        guard (0...1_000_000).contains(filesMax) else {
            throw ValidationError("--files-max is a number of MB, or 0 for none.")
        }
    }

    func run() throws {
        let store = try device.store()
        let exporting = ExportingBundle(store: store, filesBytesMax: filesMax * 1_048_576)
        guard try !exporting.isEmpty() else {
            try device.show(["changes": 0, "left": 0, "files": 0, "filesLeft": 0]) {
                Terminal.line("Nothing waits to be sent, so no bundle was made.")
            }
            return
        }
        let made = try NewFile.write(to: file) { try exporting.run(into: $0) }
        try device.show(
            [
                "changes": .integer(Int64(made.changes)), "left": .integer(Int64(made.left)),
                "files": .integer(Int64(made.files)), "filesLeft": .integer(Int64(made.filesLeft)),
                "filesDamaged": .integer(Int64(made.filesDamaged)), "file": .string(file),
            ]
        ) { tell(made) }
    }

    private func tell(_ made: ExportingBundle.Result) {
        let files = made.files > 0 ? " and \(count(made.files, "file"))" : ""
        Terminal.line("\(count(made.changes, "change"))\(files) sealed in \(inert(file)).")
        if made.left > 0 {
            Terminal.line("\(count(made.left, "change")) did not fit: export again later.")
        }
        if made.filesLeft > 0 {
            Terminal.line(
                "\(count(made.filesLeft, "file")) did not fit: sync when there is a network, or"
                    + " export again for another bundle. See also: --files-max"
            )
        }
        if made.filesDamaged > 0 {
            Terminal.line(
                "\(count(made.filesDamaged, "file")) cannot be read on this device any more."
                    + " See: keeplocal doctor"
            )
        }
        Terminal.note("On a device with a network: keeplocal bundle import \(inert(file))")
    }
}
