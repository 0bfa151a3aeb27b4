// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Services that several councils commission, for those who work with more than one of them.
extension StoreSession {
    package func jointServices() throws -> [JointService] {
        guard let form = FormID("service"), try councilsAreSeveral() else { return [] }
        return JointService.all(try records(form: form))
    }

    /// Services that name the record of another council which is not here: whoever works with one
    /// council alone cannot be asked where the two differ.
    package func servicesJointElsewhere() throws -> [Record] {
        guard let form = FormID("service") else { return [] }
        let services = try records(form: form)
        let known = Set(services.map(\.id))
        return services.filter { service in
            guard !service.isDisputed("joint"),
                let other = service.text("joint").flatMap({ RecordID($0) })
            else { return false }
            return !known.contains(other)
        }
    }

    /// Of one council alone there are no two records to compare, and nothing is read.
    private func councilsAreSeveral() throws -> Bool {
        let grants = try identity().actor.grants
        return grants.contains { $0.council == nil } || Set(grants.map(\.council)).count > 1
    }

    /// Writes one council's answer into the records of all the others: of all, or of none.
    ///
    /// - Throws: `Problem` `permission.denied` for who may not write them all.
    package func agree(
        on difference: JointService.Difference,
        of service: JointService,
        as council: CouncilID,
        reason: String
    ) throws -> [Saved] {
        let answers = difference.answers[council] ?? []
        var fields: [FieldPath: FieldValue?] = [:]
        for (name, answer) in zip(difference.names, answers) {
            if let path = FieldPath(name) { fields.updateValue(answer, forKey: path) }
        }
        return try service.records.filter { difference.answers[$0.scope.council] != answers }
            .map { try edit($0.id, fields: fields, reason: reason) }
    }
}
