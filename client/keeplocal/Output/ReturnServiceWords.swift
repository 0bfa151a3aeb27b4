// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// Which service a return is about, and which returns are about the same.
extension StoreSession {
    /// What the service is called; empty for a return about all that an organisation does.
    func serviceName(of found: ReturnOnDevice) throws -> String {
        guard let name = FieldPath("service"), let versions = try versions(of: found.record.form)
        else { return "" }
        let place = versions.place(of: name)
        guard let value = found.record.fields[place] else { return "" }
        return words(value, versions.newest.field(place))
    }

    func twinLines() throws -> [String] { try twinSentences().flatMap { $0.wrapped() } }

    /// One for each service and period that has several returns which stand.
    func twinSentences() throws -> [String] {
        try returnTwins().map { twins in
            let named = twins.map { "\($0.record.id.short) (\($0.progress.state.words))" }
            let place = try twins.first.map { try serviceName(of: $0) } ?? ""
            let what = try twins.first.map { try summary(of: $0.record) } ?? ""
            let about = [place, what].filter { !$0.isEmpty }.joined(separator: ", ")
            return """
                \(twins.count) returns are of one service and period (\(about)): \
                \(named.joined(separator: ", ")). One of them can be submitted; make the others \
                void: keeplocal return void RETURN --reason TEXT
                """
        }
    }
}
