// SPDX-License-Identifier: Apache-2.0

/// One service that several councils commission.
///
/// Each council has a record of its own with what it agreed for itself: the contract, the money,
/// the days, the returns. What describes the service is shared: whoever sees the records of both is
/// asked where they differ, and neither council's word is taken for the other's.
package struct JointService: Hashable, Sendable {
    /// One of each council, by its name.
    package let records: [Record]
    package let differences: [Difference]

    /// Answers that belong together, and what each council's record says.
    package struct Difference: Hashable, Sendable {
        package let names: [String]
        package let answers: [CouncilID: [FieldValue?]]
    }

    /// Answers of one line are decided together.
    package static let shared = [
        ["name"], ["kind"], ["tier", "tier_reason"], ["status"], ["org_id"], ["email"],
        ["website"], ["description"],
    ]

    /// Services that name each other as the same; one that is alone on the device is none.
    ///
    /// Two of one council are no joint service, and are left out: one of them is a mistake.
    package static func all(_ services: [Record]) -> [JointService] {
        let known = Dictionary(
            services.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var neighbours: [RecordID: Set<RecordID>] = [:]
        for service in services where !service.isDisputed("joint") {
            guard let other = service.text("joint").flatMap({ RecordID($0) }), known[other] != nil
            else { continue }
            neighbours[service.id, default: []].insert(other)
            neighbours[other, default: []].insert(service.id)
        }
        var (seen, found): (Set<RecordID>, [JointService]) = ([], [])
        for start in neighbours.keys.sorted() where !seen.contains(start) {
            var (group, waiting): (Set<RecordID>, [RecordID]) = ([], [start])
            while let next = waiting.popLast() {
                guard group.insert(next).inserted else { continue }
                waiting += neighbours[next] ?? []
            }
            seen.formUnion(group)
            let records = group.compactMap { known[$0] }
                .sorted { ($0.scope, $0.id) < ($1.scope, $1.id) }
            let councils = Set(records.map(\.scope.council))
            if councils.count == records.count, councils.count > 1 {
                found.append(JointService(records))
            }
        }
        return found
    }

    private init(_ records: [Record]) {
        self.records = records
        differences = Self.shared.compactMap { names in
            // What one council has not settled within itself is no answer of its own yet.
            let settled = records.allSatisfy { record in
                names.allSatisfy { !record.isDisputed($0) }
            }
            let answers = records.map { record in
                names.map { name in FieldPath(name).flatMap { record.fields[$0] } }
            }
            guard settled, Set(answers).count > 1 else { return nil }
            return Difference(
                names: names,
                answers: Dictionary(
                    zip(records.map(\.scope.council), answers),
                    uniquingKeysWith: { first, _ in first }
                )
            )
        }
    }
}
