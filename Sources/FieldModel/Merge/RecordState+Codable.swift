// SPDX-License-Identifier: Apache-2.0

/// The stamps stand once, in log order; each write names its stamp by position.
extension RecordState: Codable {
    private enum CodingKeys: CodingKey {
        case record, form, formVersion, scope, version, stamps, fields, steps
    }

    private struct StoredWrite: Codable {
        let by: Int
        let to: FieldValue?
        let was: FieldValue?
        let settled: [Candidate]?
        let reopened: [Candidate]?
    }

    private struct StoredStep: Codable {
        let by: Int
        let step: Step
    }

    package func encode(to encoder: any Encoder) throws {
        let stamps = Set(
            registers.values.flatMap { $0.writes.map(\.stamp) } + steps.map(\.stamp)
        ).sorted()
        let position = Dictionary(
            zip(stamps.map(\.change), stamps.indices),
            uniquingKeysWith: { first, _ in first }
        )
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(record, forKey: .record)
        try container.encode(form, forKey: .form)
        try container.encode(formVersion, forKey: .formVersion)
        try container.encode(scope, forKey: .scope)
        try container.encode(version, forKey: .version)
        try container.encode(stamps, forKey: .stamps)
        let fields = registers.mapValues { register in
            register.writes.map { write in
                StoredWrite(
                    by: position[write.stamp.change] ?? 0,
                    to: write.edit.to,
                    was: write.edit.was,
                    settled: write.edit.settled,
                    reopened: write.edit.reopened
                )
            }
        }
        try container.encode(fields, forKey: .fields)
        if !steps.isEmpty {
            let stored = steps.map {
                StoredStep(by: position[$0.stamp.change] ?? 0, step: $0.step)
            }
            try container.encode(stored, forKey: .steps)
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let stamps = try container.decode([Stamp].self, forKey: .stamps)
        func stamp(_ position: Int) throws -> Stamp {
            guard stamps.indices.contains(position) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .stamps,
                    in: container,
                    debugDescription: "no stamp \(position)"
                )
            }
            return stamps[position]
        }
        let fields = try container.decode([FieldPath: [StoredWrite]].self, forKey: .fields)
        let steps = try container.decodeIfPresent([StoredStep].self, forKey: .steps) ?? []
        self.init(
            record: try container.decode(RecordID.self, forKey: .record),
            form: try container.decode(FormID.self, forKey: .form),
            scope: try container.decode(Scope.self, forKey: .scope),
            formVersion: try container.decode(Int.self, forKey: .formVersion),
            version: try container.decode(Sequence64.self, forKey: .version),
            registers: try fields.mapValues { writes in
                Register(
                    writes: try writes.map {
                        Write(
                            stamp: try stamp($0.by),
                            edit: Edit(
                                to: $0.to,
                                was: $0.was,
                                settled: $0.settled,
                                reopened: $0.reopened
                            )
                        )
                    }
                )
            },
            steps: try steps.map { StepTaken(stamp: try stamp($0.by), step: $0.step) }
        )
    }
}
