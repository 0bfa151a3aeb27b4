// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Pictures

/// How far the figures of a return can be complete: the devices of its organisation.
struct ReturnFreshness {
    let lines: [String]
    private let devices: Freshness?

    /// For figures that were just counted here.
    init(of record: RecordID, _ session: StoreSession) throws {
        let scope = try session.record(record)?.scope
        devices = try session.freshness()?.told(of: scope?.organisation, in: scope?.council)
        lines = try session.asOf(scope?.organisation, in: scope?.council).wrapped()
    }

    /// For who reads one that is not decided: afterwards nothing that comes changes it.
    ///
    /// Who is told of no devices reads nothing.
    init(of found: ReturnOnDevice, _ session: StoreSession) throws {
        let scope = found.record.scope
        devices = try session.freshness()?.told(of: scope.organisation, in: scope.council)
        let isShown = devices != nil && !found.progress.state.isSettled
        lines =
            isShown
            ? try [""] + session.asOf(scope.organisation, in: scope.council).wrapped() : []
    }

    func json(_ document: JSON) -> JSON { document.adding(devices: devices) }
}
