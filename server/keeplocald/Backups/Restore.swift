// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import Foundation

struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Verify a backup, and put it in the place of the database.",
        discussion: """
            The server must be stopped. With --replace a database that is there is set
            aside, never deleted. Devices notice by themselves, and send again what the
            backup does not have.
            """
    )

    @OptionGroup var data: DataFolder
    @Option(help: "The backup: keeplocal-TIME.backup.") var from: String
    @Flag(help: "Set the database that is there aside, and go on with the backup.")
    var replace = false
    @Flag(help: "Print one JSON document: restored, changes, records, files, timeline, ...")
    var json = false

    func run() async throws {
        let restoring = Restoring(data: data, file: from, isReplacing: replace)
        let result = try await restoring.run(progress: Terminal.progress)
        Terminal.progress("")
        guard !json else { return try Terminal.json(result.json) }
        Terminal.line(
            "Restored \(result.changes) changes and \(result.records) records, as they were on"
                + " \(result.made)."
        )
        if let folder = result.setAside { Terminal.line(asideWords(folder, result)) }
        Terminal.line(result.files.words)
        if !result.isNoted {
            Terminal.line(
                "The folder of the backup cannot be written: should this copy be lost as well, wait"
                    + " an hour before you restore the same backup into another folder."
            )
        }
        Terminal.line(
            """
            What was stored after that is still on the devices: each sends its own part again at
            its next sync, by itself. A device, person or organisation that was added since must be
            added again; such a device is then enrolled again, in its own folder.

            Next: keeplocald serve --data \(data.path)
            """
        )
    }

    private func asideWords(_ folder: String, _ result: Restoring.Result) -> String {
        let name = (folder as NSString).lastPathComponent
        let reach =
            result.isFormerReadable
            ? "What is erased from now on is erased there too."
            : "It cannot be read, so nothing can be erased there: what is erased from now on can be"
                + " read in it until it is destroyed."
        return "The former database is in \(folder). \(reach) When all is well, destroy it:\n"
            + "  keeplocald set-aside --data \(data.path) --destroy \(name)"
    }
}
