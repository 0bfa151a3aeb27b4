// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync
import Foundation

struct EvidenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evidence",
        abstract: "See and fetch the files of records.",
        discussion: """
            A file is attached as an answer:
              keeplocal edit RECORD --set photo=@picture.jpg
            It is copied to this device at once, and sent after all records: sent when the
            server has it, waiting before. Of other people's files: here on this device,
            there with the server, awaited while their device has not sent them.
            """,
        subcommands: [EvidenceList.self, EvidenceGet.self]
    )
}

struct EvidenceList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the files of a record, and where they are."
    )

    @Argument(help: "The record: its identifier, or four or more letters of its start or end.")
    var record: String
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let files = try store.read { session in
            try NamedEvidence.all(of: session.recordID(matching: record), session)
        }
        let folder = store.evidence
        try device.show(.array(files.map { $0.json(in: folder) })) {
            guard !files.isEmpty else { return Terminal.line("This record names no file.") }
            var table = Table("field", "file", "size", "state")
            for file in files {
                table.add(
                    file.field?.text ?? "(no longer)",
                    file.evidence.file.mediaType,
                    file.evidence.file.sizeBytes.words,
                    file.evidence.state(in: folder).rawValue
                )
            }
            Terminal.line(table.text)
            Terminal.note("\nFetch one with: keeplocal evidence get RECORD --field FIELD --to FILE")
        }
    }
}

struct EvidenceGet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Fetch a file of a record, check it, and write it where you say.",
        discussion: "It may be stopped at any time, and goes on from there the next time."
    )

    @Argument(help: "The record: its identifier, or four or more letters of its start or end.")
    var record: String
    @Option(help: "The field, where the record names more than one file.") var field: String?
    @Option(help: "The file to write; it must not exist yet.") var to: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let files = try store.read { session in
            try NamedEvidence.all(of: session.recordID(matching: record), session)
        }
        let named = try one(of: files)
        let file = named.evidence.file
        if try !store.evidence.isIntact(file) {
            defer { Terminal.progress(nil) }
            let fetching = FetchingFile(store: store, server: try device.server(store)) { done in
                Terminal.progress("receiving: \(done.words) of \(file.sizeBytes.words) ...")
            }
            try fetching.run(file)
            try store.write { try $0.markPresent(named.evidence.name) }
        }
        let path = store.evidence.path(of: file.sha256)
        if let to { try copy(path, to) }
        try device.show(named.json(in: store.evidence, path: to ?? path)) {
            Terminal.line("The file is here, as the record names it: \(inert(to ?? path))")
        }
    }

    private func one(of files: [NamedEvidence]) throws -> NamedEvidence {
        let current = files.filter { $0.field != nil }
        let found = field.map { name in current.filter { $0.field?.text == name } } ?? current
        guard let first = found.first else {
            throw Problem(
                .recordUnknown,
                "This record names no such file. See: keeplocal evidence list"
            )
        }
        guard found.count == 1 else {
            let names = found.compactMap { $0.field?.text }.joined(separator: ", ")
            throw Failure(
                usage: "This record names several files. Say which with --field: \(names)"
            )
        }
        return first
    }

    /// Never over a file that is there.
    private func copy(_ path: String, _ target: String) throws {
        guard !FileManager.default.fileExists(atPath: target) else {
            throw Failure(usage: "\(target) exists already. Name another file with --to.")
        }
        try FileManager.default.copyItem(atPath: path, toPath: target)
    }
}

/// A file, and the field that names it now; nil for one that an earlier answer named.
struct NamedEvidence {
    let field: FieldPath?
    let evidence: Evidence

    static func all(of id: RecordID, _ session: StoreSession) throws -> [NamedEvidence] {
        guard let state = try session.state(of: id) else {
            throw Problem(
                .recordUnknown,
                "There is no record \(id) on this device. See: keeplocal list"
            )
        }
        let known = try session.evidence(of: id)
        guard try !session.isReadAsSubmitted(state.form, state.scope) else {
            return submitted(known, with: try session.view(state))
        }
        var found: [NamedEvidence] = []
        for (path, register) in state.registers.sorted(by: { $0.key < $1.key }) {
            // A disputed field names each candidate's file.
            let hashes = Set(
                register.writes.compactMap { write in
                    if case .blob(let blob)? = write.edit.to { blob.sha256 } else { nil }
                }
            )
            for evidence in known where hashes.contains(evidence.file.sha256) {
                found.append(NamedEvidence(field: path, evidence: evidence))
            }
        }
        let shown = Set(found.map(\.evidence))
        return found + known.filter { !shown.contains($0) }.map { .init(field: nil, evidence: $0) }
    }

    /// Of a return of others, the files that were submitted with it.
    private static func submitted(_ known: [Evidence], with record: Record) -> [NamedEvidence] {
        record.fields.sorted { $0.key < $1.key }.flatMap { path, value -> [NamedEvidence] in
            guard case .blob(let blob) = value else { return [] }
            return known.filter { $0.file.sha256 == blob.sha256 }.map {
                NamedEvidence(field: path, evidence: $0)
            }
        }
    }

    func json(in folder: EvidenceFolder, path: String? = nil) -> JSON {
        var members: [String: JSON] = [
            "record": .string(evidence.record.description),
            "sha256": .string(evidence.file.sha256.description),
            "size": .integer(evidence.file.sizeBytes),
            "type": .string(evidence.file.mediaType),
            "state": .string(evidence.state(in: folder).rawValue),
        ]
        members["field"] = field.map { .string($0.text) }
        members["path"] = path.map { .string($0) }
        return .object(members)
    }
}
