// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation

struct FormDiff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what a version of a form changes, and what that means for records.",
        discussion: """
            keeplocal form diff contact                    the newest version and the one before
            keeplocal form diff contact --from 1 --to 3
            keeplocal form diff contact --file next.json   a version that is not published yet
            Nothing is sent, and no network is needed.
            """
    )

    @Argument(help: "The form.") var form: String
    @Option(help: "The earlier version; without it, the one before the later.") var from: Int?
    @Option(help: "The later version; without it, the newest.") var to: Int?
    @Option(help: "The later version as JSON, not published yet.", completion: .file())
    var file: String?
    @OptionGroup var device: DeviceOptions

    func validate() throws {
        guard file == nil || to == nil else {
            throw ValidationError("--file names the later version; leave out --to.")
        }
        guard let from, let to, from >= to else { return }
        throw ValidationError("--from is the earlier version, so it is below --to.")
    }

    func run() throws {
        let known = try device.store().read { session in
            try session.versions(of: session.form(formID(form)).id)
        }
        guard let known else { throw Failure(usage: "There is no form '\(form)' here.") }
        let (versions, problems) = try file.map { try adding($0, to: known) } ?? (known, [])
        let later = to ?? versions.newest.version
        guard let found = versions.difference(from: from ?? later - 1, to: later) else {
            let numbers = known.all.map { String($0.version) }.joined(separator: ", ")
            throw Failure(
                usage: "There is nothing to compare: this device has version \(numbers) of the form"
                    + " \(form)."
            )
        }
        var json = try Canonical.decode(JSON.self, from: Canonical.encode(found))
        if case .object(var members) = json {
            members["problems"] = .array(problems.map(JSON.string))
            json = .object(members)
        }
        try device.show(json) { found.lines(problems).forEach { Terminal.line($0) } }
        if !problems.isEmpty { throw Exit(code: ExitStatus.failed) }
    }

    private func adding(
        _ file: String,
        to known: FormVersions
    ) throws -> (FormVersions, problems: [String]) {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(usage: "The file '\(file)' cannot be read.")
        }
        let next: CompiledForm
        do {
            next = try CompiledForm(Canonical.decode(FormDefinition.self, from: data))
        } catch let error as FormError {
            throw Failure(usage: error.description)
        } catch {
            throw Failure(usage: "The file '\(file)' is not a form as JSON.")
        }
        guard next.id == known.newest.id else {
            throw Failure(usage: "The file '\(file)' is the form \(next.id), not \(form).")
        }
        let problems = known.problems(adding: next)
        guard let all = FormVersions(known.all.filter { $0.version < next.version } + [next]) else {
            return (known, problems)
        }
        return (all, problems)
    }
}

extension FormDifference {
    fileprivate func lines(_ problems: [String]) -> [String] {
        var lines = ["\(Style.bold(form.text)): from version \(from) to version \(to)"]
        if entries.isEmpty { lines.append("  Nothing that is asked or told differs.") }
        for kind in Kind.allCases {
            let found = entries.filter { $0.kind == kind }
            guard !found.isEmpty else { continue }
            lines.append("")
            lines.append("  \(Style.bold(kind.words))")
            for entry in found { lines += entry.text.wrapped(74).map { "    \($0)" } }
            if let effect = kind.effect {
                lines += effect.wrapped(72).map { "      " + Style.dim($0) }
            }
        }
        guard !problems.isEmpty else { return lines }
        lines.append("")
        lines.append(Style.warning("  It cannot be published like this:"))
        return lines + problems.flatMap { inert($0).wrapped(74).map { "    \($0)" } }
    }
}

extension FormDifference.Entry {
    fileprivate var text: String {
        let change =
            switch (from, to) {
            case (let from?, let to?): "\(inert(from)) → \(inert(to))"
            case (let from?, nil): inert(from)
            case (nil, let to?): inert(to)
            case (nil, nil): ""
            }
        return change.isEmpty ? field : "\(field): \(change)"
    }
}
