// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// Returns of one service and period, which were opened apart before their identifier said so.
extension StoreSession {
    func returnKey(of record: Record) throws -> ReturnKey? {
        let (period, service) = (try returnField("period"), try returnField("service"))
        return ReturnKey(record.scope) { name in
            (name == "period" ? period : service).flatMap { record.fields[$0] }
        }
    }

    /// More than one that is not void, of a service and a period.
    package func returnTwins() throws -> [[ReturnOnDevice]] {
        var groups: [ReturnKey: [ReturnOnDevice]] = [:]
        for found in try returns() where found.progress.state != .void {
            guard let key = try returnKey(of: found.record) else { continue }
            groups[key, default: []].append(found)
        }
        return groups.values.filter { $0.count > 1 }.sorted { $0[0].record.id < $1[0].record.id }
    }

    /// - Throws: `Problem` `return.wrong_state` where another return of the same service and period
    ///   is with the council.
    func requireNoTwin(of found: ReturnOnDevice) throws {
        guard let key = try returnKey(of: found.record) else { return }
        let other = try returns().first { other in
            try other.record.id != found.record.id && other.progress.state.isHandedIn
                && returnKey(of: other.record) == key
        }
        if let other { throw Problem.returnTwice(other.record.id, key.period) }
    }
}
