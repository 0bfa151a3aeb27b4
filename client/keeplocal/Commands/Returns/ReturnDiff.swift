// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

struct ReturnDiff: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what a revision of a return says otherwise than the one before.",
        discussion: """
            Without numbers the last revision is compared with the one before it; on a
            device of the organisation, where there is only one, with what the records
            count now.
            """
    )

    @Argument(help: "The return.") var record: String
    @Argument(help: "The earlier revision, from 1.") var earlier: Int?
    @Argument(help: "The later revision.") var later: Int?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let found = try session.returnOnDevice(session.recordID(matching: record))
            let (title, difference) = try difference(found, session)
            let form = try session.versions(of: found.record.form)?.newest
            return device.page(JSON(difference)) {
                [Style.bold(title)] + difference.lines(form)
            }
        }
    }

    private func difference(
        _ found: ReturnOnDevice,
        _ session: StoreSession
    ) throws -> (String, ReturnDifference) {
        let revisions = found.progress.revisions
        let last = later ?? revisions.count
        let first = earlier ?? last - 1
        if earlier == nil, revisions.count == 1,
            let now = try session.differenceSinceSubmission(found)
        {
            return ("Since revision 1 was submitted", now)
        }
        guard (1...max(revisions.count, 1)).contains(last), (1..<max(last, 1)).contains(first),
            revisions.count >= 2
        else {
            throw Failure(
                usage: "this return has \(count(revisions.count, "revision")); there is nothing to"
                    + " compare"
            )
        }
        return (
            "Revision \(last) beside revision \(first)",
            ReturnDifference(from: revisions[first - 1], to: revisions[last - 1])
        )
    }
}

extension ReturnDifference {
    func lines(_ form: CompiledForm?) -> [String] {
        var lines = fields.map { change in
            let field = form?.field(change.field)
            let words = { (value: FieldValue?) in
                value.map { field?.words($0) ?? $0.words } ?? "no answer"
            }
            let label = inert(field?.label ?? change.field.text)
            return "  \(label): \(inert(words(change.before))) → \(inert(words(change.after)))"
        }
        if lines.isEmpty { lines = ["  No answer differs."] }
        if recordCount > 0 {
            lines.append(
                "  Records: \(added.count) new, \(changed.count) changed, \(removed.count) gone."
            )
        }
        return lines
    }
}

extension JSON {
    init(_ difference: ReturnDifference) {
        let fields = difference.fields.map { change -> JSON in
            [
                "field": .string(change.field.text),
                "before": change.before?.plain ?? .null,
                "after": change.after?.plain ?? .null,
            ]
        }
        self = .object([
            "fields": .array(fields),
            "added": .integer(Int64(difference.added.count)),
            "changed": .integer(Int64(difference.changed.count)),
            "removed": .integer(Int64(difference.removed.count)),
            "material": .boolean(difference.isMaterial),
        ])
    }
}
