// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show who changed what in a record, when, on which device, and why.",
        discussion: """
            It needs no network: it lists every change that this device knows of. Those
            are all that it made itself, also where something newer took their place or
            the server refused them; what was written last to each field; and what was not
            taken when somebody settled a conflict. What others replaced before this
            device fetched it is with the server only.
            """
    )

    @Argument(help: "The record: its identifier, or four or more letters of its start or end.")
    var record: String
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let id = try session.recordID(matching: record)
            let history = try session.history(of: id)
            let own = try session.historyRemark(of: id).flatMap { $0.wrapped() }
            return device.page(.array(history.map(\.entry.json))) {
                history.blocks.flatMap { block in
                    [Style.bold(block.when)]
                        + block.lines.flatMap { inert($0).wrapped(72) }.map { "    " + $0 }
                } + [""] + own + [History.extent]
            }
        }
    }

    static let extent =
        "These are the changes that this device knows of. What others replaced before it was"
        + " fetched here is with the server."
}
