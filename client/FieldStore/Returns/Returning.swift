// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
import Schema

/// A return and how far it has come.
package struct ReturnOnDevice: Sendable {
    package let record: Record
    package let progress: ReturnProgress
}

/// A quarterly return from its first figure to the council's decision.
extension StoreSession {
    package static var returnForm: FormID? { FormID("quarterly_return") }

    package func returns() throws -> [ReturnOnDevice] {
        guard let form = Self.returnForm else { return [] }
        return try states(form: form).filter { !$0.isDeleted }.map {
            ReturnOnDevice(record: try view($0), progress: ReturnProgress($0))
        }
    }

    package func returnOnDevice(_ record: RecordID) throws -> ReturnOnDevice {
        let (target, state) = try target(record)
        guard target.form.definition.category == .return else {
            throw Problem(
                .recordUnknown,
                "The record \(record) is no return. See them with: keeplocal return list"
            )
        }
        return ReturnOnDevice(
            record: try view(state),
            progress: ReturnProgress(state)
        )
    }

    func returnForm() throws -> CompiledForm {
        guard let id = Self.returnForm else { throw Problem(.formUnknown, "There is no return.") }
        return try form(id)
    }

    /// Where the newest return form has what it called so first.
    func returnField(_ name: String) throws -> FieldPath? {
        let form = try Self.returnForm.flatMap { try versions(of: $0) }
        return FieldPath(name).map { form?.place(of: $0) ?? $0 }
    }

    /// What counting a return's records gives now.
    package func figures(of record: RecordID) throws -> ReturnFigures {
        let found = try returnOnDevice(record).record
        return try figures(of: quarter(of: found), found.scope)
    }

    func quarter(of record: Record) throws -> Quarter {
        guard case .text(let text)? = try returnField("period").flatMap({ record.fields[$0] }),
            let quarter = Quarter(text)
        else {
            throw Problem(.fieldRequired, "The return names no quarter, such as 2026-Q2.")
        }
        return quarter
    }

    func figures(of quarter: Quarter, _ scope: Scope) throws -> ReturnFigures {
        // What the server refused to take is not the organisation's yet.
        let refused = Set(
            try journal(in: [.refused]).filter { $0.change.kind == .create }.map(\.change.record)
        )
        let own = try records().filter {
            $0.scope.council == scope.council && $0.scope.organisation == scope.organisation
                && !($0.version == 0 && refused.contains($0.id))
        }.map { record in
            // Figures know each field by the name that it had first.
            try versions(of: record.form).map { record.placing($0.origin) } ?? record
        }
        let measures = try Pack.measures(in: Schema.packFiles("keep-it-local") ?? [:])
        return ReturnFigures(of: own, in: quarter, measures: measures)
            .placed(try Self.returnForm.flatMap { try versions(of: $0) })
    }
}
