// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// The JSON that outside scripts rely on; `docs/protocol.md` lists it.
extension JSON {
    init(_ saved: Saved) {
        self = [
            "record": .string(saved.record.description),
            "change": saved.change.map { .string($0.description) } ?? .null,
            "entities": .array(
                saved.entities.map { entity in
                    [
                        "form": .string(entity.form.text),
                        "record": .string(entity.record.description),
                        "change": entity.change.map { .string($0.description) } ?? .null,
                        "new": .boolean(entity.isNew),
                    ]
                }
            ),
        ]
    }

    /// `asSubmitted`: a return of others, of which the fields are those of its last submission.
    init(_ record: Record, missing: [MissingAnswer] = [], asSubmitted: Bool = false) {
        self = .object([
            "record": .string(record.id.description),
            "form": .string(record.form.text),
            "version": .integer(record.version),
            "deleted": .boolean(record.isDeleted),
            "fields": JSON(record.fields),
            "conflicts": .array(record.conflicts.map { .string($0.id.description) }),
            "scope": .string(record.scope.description),
            "formVersion": .integer(Int64(record.formVersion)),
            "former": .object(
                Dictionary(
                    record.former.map { ($0.key.text, JSON($0.value)) },
                    uniquingKeysWith: { first, _ in first }
                )
            ),
            "asSubmitted": .boolean(asSubmitted),
            "missing": .array(
                missing.map {
                    ["field": .string($0.path.text), "since": .integer(Int64($0.since))]
                }
            ),
        ])
    }

    /// `asked`: the question is there still, on another scale.
    private init(_ former: Record.Former) {
        self = [
            "value": former.value.plain, "formVersion": .integer(Int64(former.formVersion)),
            "asked": .boolean(former.isAsked),
        ]
    }

    init(_ fields: [FieldPath: FieldValue]) {
        self = .object(
            Dictionary(
                fields.map { ($0.key.text, $0.value.plain) },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }

    init(_ conflict: Conflict, isMasked: Bool = false) {
        let candidates = conflict.candidates.map { candidate in
            JSON.object([
                "id": .string(candidate.id.description),
                "value": candidate.value?.plain ?? .null,
                "author": .string(candidate.author.description),
                "device": .string(candidate.device.description),
                "at": .string(candidate.at.description),
            ])
        }
        var object: [String: JSON] = [
            "id": .string(conflict.id.description),
            "record": .string(conflict.record.description),
            "field": .string(conflict.field.text),
            "base": conflict.base?.plain ?? .null,
            "candidates": .array(candidates),
            "state": .string(conflict.state.rawValue),
            "masked": .boolean(isMasked),
            "assignee": conflict.assignee.map { .string($0.description) } ?? .null,
        ]
        if let appeal = conflict.appeal {
            object["appeal"] = .object([
                "author": .string(appeal.author.description),
                "at": .string(appeal.at.description),
                "reason": isMasked ? .null : appeal.reason.map(JSON.string) ?? .null,
            ])
        }
        if let resolution = conflict.resolution {
            object["resolution"] = .object([
                "change": .string(resolution.change.description),
                "value": resolution.value?.plain ?? .null,
                "author": .string(resolution.author.description),
                "at": .string(resolution.at.description),
                "reason": resolution.reason.map(JSON.string) ?? .null,
                "stored": .boolean(resolution.isStored),
            ])
        }
        self = .object(object)
    }
}
