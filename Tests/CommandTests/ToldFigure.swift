// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Figures
import Testing

/// A figure that a council told the network, as a server gives it.
struct ToldFigure {
    private let figure: NetworkFigure
    private let council: CouncilID

    init(_ figure: NetworkFigure, in council: String) throws {
        (self.figure, self.council) = (figure, try #require(CouncilID(council)))
    }

    func pulled() throws -> PulledRecord {
        var random = SystemRandomNumberGenerator()
        let fields = try figure.fields.map { (try #require(FieldPath($0.key)), Edit(to: $0.value)) }
        let change = Change(
            id: .make(at: Desk.now, using: &random),
            device: DeviceID(high: 9, low: 8),
            counter: 1,
            record: figure.record(in: council),
            form: try #require(FormID("network_figure")),
            formVersion: 1,
            scope: Scope(council: council, organisation: nil, audience: .network),
            kind: .create,
            base: 0,
            patch: Dictionary(fields, uniquingKeysWith: { first, _ in first }),
            author: PersonID(high: 9, low: 8),
            party: .council,
            at: HybridTime(instant: Desk.now.adding(seconds: -1_000))
        )
        let state = RecordState(change, version: 1)
        return try state.pulled()
    }
}
