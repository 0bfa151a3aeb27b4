// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation

/// A form of which everything changes that a new version may change.
enum TwoVersions {
    static let first = """
        {"id":"visit","version":1,"title":"Visit","audience":"organisation","category":"case",
         "choiceLists":{
          "needs":[{"name":"food","label":"Food"},{"name":"group","label":"Group"},
                   {"name":"walk_in","label":"Walk-in"}],
          "kinds":[{"name":"home","label":"Home"},{"name":"post","label":"Post"}]},
         "items":[
          {"type":"text","name":"who","required":"true()"},
          {"type":"choices","name":"needs","choices":"needs","merge":"union"},
          {"type":"choice","name":"kind","choices":"kinds"},
          {"type":"integer","name":"score","constraint":". <= 5"},
          {"type":"integer","name":"best","merge":"max"},
          {"type":"integer","name":"count","merge":"sum"},
          {"type":"text","name":"old"},
          {"type":"text","name":"note"},
          {"type":"repeat","name":"follow","items":[{"type":"integer","name":"value"}]}]}
        """

    static let second = """
        {"id":"visit","version":2,"title":"Visit","audience":"organisation","category":"case",
         "choiceLists":{
          "needs":[{"name":"food","label":"Food"},
                   {"name":"groups","label":"Groups","mapsFrom":["group"]},
                   {"name":"walk_in","label":"Walk-in","dropped":true}],
          "kinds":[{"name":"home","label":"Home"},{"name":"post","label":"Post"}]},
         "items":[
          {"type":"text","name":"who","required":"true()"},
          {"type":"group","name":"about","items":[
           {"type":"choices","name":"support","choices":"needs","merge":"union",
            "mapsFrom":"needs"},
           {"type":"text","name":"remark","mapsFrom":"note"}]},
          {"type":"choices","name":"kind","choices":"kinds"},
          {"type":"integer","name":"score","constraint":". <= 10","scale":"ten"},
          {"type":"integer","name":"best","merge":"max","scale":"ten"},
          {"type":"decimal","name":"counted","merge":"sum","mapsFrom":"count"},
          {"type":"boolean","name":"consent","label":"Consent","required":"true()"},
          {"type":"repeat","name":"checks","items":[
           {"type":"integer","name":"result","mapsFrom":"follow/value"}]}]}
        """

    static func form(_ text: String) throws -> CompiledForm {
        try CompiledForm(JSONDecoder().decode(FormDefinition.self, from: Data(text.utf8)))
    }

    static func versions() throws -> FormVersions? {
        FormVersions([try form(second), try form(first)])
    }

    /// A change of the one record of a story.
    static func change(
        _ version: Int,
        device: UInt64,
        counter: Int64 = 1,
        base: Sequence64 = 0,
        kind: Change.Kind = .edit,
        _ patch: [String: Edit]
    ) throws -> Change {
        var fields: [FieldPath: Edit] = [:]
        for (path, edit) in patch { fields[try path.asPath] = edit }
        guard let council = CouncilID("bradford"), let form = FormID("visit") else {
            throw FieldProblem("", .formUnknown, "a name of the test is wrong")
        }
        return Change(
            id: ChangeID(high: device, low: UInt64(counter)),
            device: DeviceID(high: 3, low: device),
            counter: counter,
            record: RecordID(high: 1, low: 1),
            form: form,
            formVersion: version,
            scope: Scope(
                council: council,
                organisation: OrganisationID(high: 2, low: 2),
                audience: .organisation
            ),
            kind: kind,
            base: base,
            patch: fields,
            reason: kind == .resolve ? "asked" : nil,
            author: PersonID(high: 4, low: device),
            party: .organisation,
            at: HybridTime(instant: Instant(milliseconds: counter))
        )
    }

    /// The state after changes that were stored one after the other, from 1.
    static func state(_ changes: [Change]) -> RecordState? {
        var state: RecordState?
        for (index, change) in changes.enumerated() {
            let next = RecordState(change, version: Int64(index) + 1)
            state = state.map { merge($0, next) } ?? next
        }
        return state
    }
}

extension String {
    var asPath: FieldPath {
        get throws {
            guard let path = FieldPath(self) else {
                throw FieldProblem(self, .fieldUnknown, "a path of the test is wrong")
            }
            return path
        }
    }
}
