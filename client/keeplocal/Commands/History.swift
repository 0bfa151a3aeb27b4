// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show who changed what in a record, when, on which device, and why.",
        discussion: """
            It needs no network: it shows what this device holds. Values that were replaced long ago
            are with the server only.
            """
    )

    @Argument(help: "The record: its identifier, or four or more letters of its start or end.")
    var record: String
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let history = try session.history(of: session.recordID(matching: record))
            return device.page(.array(history.map(\.entry.json))) {
                history.blocks.flatMap { block in
                    [Style.bold(block.when)]
                        + block.lines.flatMap { inert($0).wrapped(72) }.map { "    " + $0 }
                } + ["", "This is what stands and what waits; what it replaced is at the server."]
            }
        }
    }
}

/// One write or step, as a line of a history.
struct HistoryEntry {
    let stamp: Stamp
    let what: String
    let value: FieldValue?
    /// The value that a write took the place of, as its author saw it.
    var was: FieldValue?
    /// False for a step of a return, which writes no field.
    var isWrite = true

    /// The field as the version of the form had it that its author saw.
    func field(under versions: FormVersions?) -> FormField? {
        guard let path = FieldPath(what), let versions else { return nil }
        return versions.form(version: stamp.formVersion)?.field(path) ?? versions.field(path)
    }

    var json: JSON {
        [
            "change": .string(stamp.change.description), "kind": .string(stamp.kind.rawValue),
            "formVersion": .integer(Int64(stamp.formVersion)),
            "field": .string(what), "value": value?.plain ?? .null,
            "was": was?.plain ?? .null,
            "author": .string(stamp.author.description),
            "device": .string(stamp.device.description), "at": .string(stamp.at.description),
            "version": stamp.version.map(JSON.integer) ?? .null,
            "reason": stamp.reason.map(JSON.string) ?? .null,
        ]
    }
}

extension RecordState {
    var entries: [HistoryEntry] {
        let writes = registers.flatMap { path, register in
            register.writes.map {
                HistoryEntry(
                    stamp: $0.stamp,
                    what: path.text,
                    value: $0.edit.to,
                    was: $0.edit.was
                )
            }
        }
        let steps = steps.map { taken -> HistoryEntry in
            let what =
                switch taken.step {
                case .move(let move): move.name.done
                case .assign(let field, _): "assigned \(field)"
                case .sign: "signed"
                }
            return HistoryEntry(stamp: taken.stamp, what: what, value: nil, isWrite: false)
        }
        return (writes + steps).sorted { ($0.stamp, $0.what) < ($1.stamp, $1.what) }
    }
}
