// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import XLSForms

/// How an XLSForm is to be understood, beside what it says itself.
struct XLSFormOptions: ParsableArguments {
    @Argument(
        help: "The workbook (.xlsx), a folder of CSV files, or tables of Markdown (.md).",
        completion: .file(extensions: ["xlsx", "md"])
    )
    var file: String
    @Option(name: .customLong("as"), help: "The name of the form, in place of its form_id.")
    var id: String?
    @Option(help: "Who receives its records: organisation, council, finance or network.")
    var audience: String?
    @Option(help: "The folder of the CSV files that the form names; else the form's own folder.")
    var files: String?

    /// The form, and the version before it where this device knows one.
    ///
    /// - Throws: `Exit` when all that is wrong was said, a line each; for scripts, `ImportError`.
    func read(
        _ store: FieldStore?,
        _ device: DeviceOptions
    ) throws -> (form: FormImport, former: CompiledForm?) {
        do {
            return try read(store)
        } catch let error as ImportError where !device.json {
            for problem in error.problems { Terminal.note(inert(problem.description)) }
            if error.isCut { Terminal.note("There is more; mend these first.") }
            Terminal.note("The form cannot be used as it is. Nothing was sent.")
            throw Exit(code: ExitStatus.usage)
        }
    }

    private func read(_ store: FieldStore?) throws -> (form: FormImport, former: CompiledForm?) {
        let source = try FormSource(path: file, filesFolder: files)
        let forms = try store?.read { try $0.forms() }
        let known = forms ?? []
        var options = try options(source, known)
        options.known = forms.map { Dictionary($0.map { ($0.id, $0) }) { first, _ in first } }
        let id = FormImport.id(of: source.sheets, options)
        let former = known.first { $0.id == id }
        if let former { options.version = former.version + 1 }
        options.knowsVersions = store != nil
        if let store, let former {
            options.versions = try store.read { try $0.versions(of: former.id) }
        }
        return (try FormImport(source.sheets, options), former)
    }

    private func options(_ source: FormSource, _ known: [CompiledForm]) throws -> ImportOptions {
        var options = ImportOptions()
        options.fallbackID = source.name
        options.files = source.files
        options.forms = Set(known.map(\.id))
        if let id {
            guard let id = FormID(id) else {
                throw Failure(
                    usage: "'\(id)' cannot be the name of a form: it begins with a lower-case"
                        + " letter, and has letters, digits, '-' and '_'."
                )
            }
            options.id = id
        }
        if let audience {
            guard let audience = Audience(rawValue: audience) else {
                let known = Audience.allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure(usage: "'\(audience)' is no audience. There are: \(known)")
            }
            options.audience = audience
        }
        return options
    }
}
