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
            keeplocal form diff contact
                  your draft and the newest version; where there is no draft, the newest
                  version and the one before
            keeplocal form diff contact --from 1 --to 3
            keeplocal form diff contact --file next.json
                  a version that is not published yet
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
        let id = try formID(form)
        let (known, draft, others) = try device.store().read { session in
            let draft = try session.findDraft(of: id)
            // Names the forms there are, where there is none of this name.
            return (
                draft == nil
                    ? try session.versions(of: session.form(id).id)
                    : try session.versions(of: id), draft, try session.forms()
            )
        }
        let compared = try Compared(self, known, draft)
        let found = try compared.difference(from: from, to: to, form)
        let losses = compared.versions.losses(in: found, of: others)
        var json = try Canonical.decode(JSON.self, from: Canonical.encode(found))
        if case .object(var members) = json {
            members["problems"] = .array(compared.problems.map(JSON.string))
            members["losses"] = .array(losses.map(JSON.string))
            members["draft"] = .boolean(compared.isDraft)
            json = .object(members)
        }
        let until = compared.isDraft ? "the draft" : "version \(found.to)"
        try device.show(json) {
            found.lines(compared.problems, losses, until: until).forEach { Terminal.line($0) }
        }
        if !compared.problems.isEmpty { throw Exit(code: ExitStatus.failed) }
    }

    /// The versions that are compared, and what is wrong with the last of them.
    private struct Compared {
        let versions: FormVersions
        let problems: [String]
        let isDraft: Bool

        /// The draft is meant where neither a version nor a file is named.
        init(_ command: FormDiff, _ known: FormVersions?, _ draft: FormDraft?) throws {
            let isDraft = draft != nil && command.to == nil && command.from == nil
            if let file = command.file, let known {
                (versions, problems) = try command.adding(file, to: known)
                self.isDraft = false
            } else if isDraft, let draft, let all = draft.versions {
                (versions, problems, self.isDraft) = (all, draft.problems, true)
            } else if let known {
                (versions, problems, self.isDraft) = (known, [], false)
            } else {
                throw Failure(
                    usage: "No version of the form \(command.form) is published yet; its draft is"
                        + " compared by: keeplocal form diff \(command.form)"
                )
            }
        }

        func difference(from: Int?, to: Int?, _ form: String) throws -> FormDifference {
            let later = to ?? versions.newest.version
            if let found = versions.difference(from: from ?? later - 1, to: later) { return found }
            let numbers = versions.all.map { String($0.version) }.joined(separator: ", ")
            throw Failure(
                usage: "There is nothing to compare: this device has version \(numbers) of the form"
                    + " \(form)."
            )
        }
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
    func lines(_ problems: [String], _ losses: [String], until later: String) -> [String] {
        let name = Style.bold(form.text)
        // All of it is new: the questions themselves are in keeplocal form show.
        let isFirst = from == 0
        let added = count(entries.count { $0.kind == .added }, "question")
        var lines = [
            isFirst
                ? "\(name): \(later), the first version: \(added)"
                : "\(name): from version \(from) to \(later)"
        ]
        if entries.isEmpty { lines.append("  Nothing that is asked or told differs.") }
        for kind in Kind.allCases where !isFirst {
            let found = entries.filter { $0.kind == kind }
            guard !found.isEmpty else { continue }
            lines.append("")
            lines.append("  \(Style.bold(kind.words))")
            for entry in found { lines += entry.text.wrapped(74).map { "    \($0)" } }
            if let effect = kind.effect {
                lines += effect.wrapped(72).map { "      " + Style.dim($0) }
            }
        }
        lines += Self.lines(losses: losses)
        guard !problems.isEmpty else { return lines }
        lines.append("")
        lines.append(Style.warning("  It cannot be published like this:"))
        return lines + problems.flatMap { inert($0).wrapped(74).map { "    \($0)" } }
    }
}

extension FormDifference {
    /// What other forms could not save to it any more.
    static func lines(losses: [String]) -> [String] {
        guard !losses.isEmpty else { return [] }
        return ["", Style.warning("  Other forms save to it, and could not any more:")]
            + losses.flatMap { inert($0).wrapped(74).map { "    \($0)" } }
    }
}

extension FormVersions {
    /// What other forms save to the earlier of two versions and could not to the later.
    func losses(in difference: FormDifference, of others: [CompiledForm]) -> [String] {
        let form = { (version: Int) in all.first { $0.version == version } }
        guard let former = form(difference.from), let next = form(difference.to) else { return [] }
        return next.losses(after: former, of: others)
    }
}

extension FormDifference.Entry {
    fileprivate var text: String {
        let change =
            switch (from, to) {
            case (let from?, let to?): "\(inert(from)) → \(inert(to))"
            case (let from?, nil): (isOfRule ? "no longer: " : "") + inert(from)
            case (nil, let to?): (isOfRule ? "now: " : "") + inert(to)
            case (nil, nil): ""
            }
        let place = field + (column.map { ", \($0)" } ?? "")
        return change.isEmpty ? place : "\(place): \(change)"
    }
}
