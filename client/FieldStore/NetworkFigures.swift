// SPDX-License-Identifier: Apache-2.0

import FieldForms
package import FieldModel
package import Figures

/// A figure that a council tells the network, as this device has it.
package struct FoundNetworkFigure: Sendable {
    package let figure: NetworkFigure
    package let record: RecordID
    package let council: CouncilID
    /// When it was told, or withdrawn.
    package let at: Instant
}

/// What councils tell everybody in the network.
extension StoreSession {
    package static var networkForm: FormID? { FormID("network_figure") }

    /// Every figure on this device, by council and name, and how many records are left out as they
    /// are in dispute or say nothing that a council could tell.
    ///
    /// What the server refused was told to nobody.
    package func networkFigures() throws -> (found: [FoundNetworkFigure], leftOut: Int) {
        guard let form = Self.networkForm else { return ([], 0) }
        let states = try states(form: form).filter { state in
            try !state.isDeleted && !isRefusedWhole(state.record)
        }
        var byName: [String: FoundNetworkFigure] = [:]
        var leftOut = 0
        for state in states {
            let record = try placed(view(state))
            guard let figure = NetworkFigure(record) else {
                leftOut += 1
                continue
            }
            let found = FoundNetworkFigure(
                figure: figure,
                record: record.id,
                council: record.scope.council,
                at: state.lastChange
            )
            // Whoever made a second one by hand: the newer word holds.
            let name = "\(found.council)/\(figure.name)"
            if let other = byName[name], other.at > found.at { continue }
            byName[name] = found
        }
        return (byName.sorted { $0.key < $1.key }.map(\.value), leftOut)
    }

    /// Tells the network a figure, in the record that is there or in a new one.
    ///
    /// - Throws: `Problem` `permission.denied`, or `conflict.disputed` for one that waits for a
    ///   decision.
    package func tell(_ figure: NetworkFigure, in council: CouncilID) throws -> Saved {
        guard let form = Self.networkForm else {
            throw Problem(.formUnknown, "There is no form for the network's figures.")
        }
        let fields = try placed(figure.fields.map { ($0.key, $0.value) }, form)
        let found = try networkFigures().found.first {
            $0.council == council && $0.figure.name == figure.name
        }
        if let found { return try change(found.record, to: fields) }
        let record = try freeRecord(of: figure, in: council)
        guard try state(of: record) == nil else { return try change(record, to: fields) }
        let place = Place(council: council)
        return try create(form, fields: fields, in: place, record: record)
    }

    /// Lets go of what was refused as somebody else had told the same first: what they told is
    /// here, and is told anew where it differs.
    package func letGoOfToldBefore() throws {
        for entry in try journal(in: [.refused])
        where entry.change.form == Self.networkForm && entry.problem?.code == .recordExists {
            guard try pulled(entry.change.record) != nil else { continue }
            try letGo(of: entry.change.id)
        }
    }

    private func change(
        _ record: RecordID,
        to fields: [FieldPath: FieldValue]
    ) throws -> Saved {
        try letGoOfToldBefore()
        let form = try known(record).form
        let paths = try NetworkFigure.valueNames.compactMap { try placed($0, form) }
        let answers = Dictionary(
            paths.map { ($0, FieldValue?.none) },
            uniquingKeysWith: { first, _ in first }
        )
        return try edit(record, fields: answers.merging(fields.mapValues(Optional.some)) { $1 })
    }

    /// The first of its identifiers that no record of somebody else's has taken.
    private func freeRecord(of figure: NetworkFigure, in council: CouncilID) throws -> RecordID {
        var attempt = 0
        while try isTaken(figure.record(in: council, attempt: attempt)) { attempt += 1 }
        return figure.record(in: council, attempt: attempt)
    }

    private func isTaken(_ record: RecordID) throws -> Bool {
        if let other = try state(of: record), other.form != Self.networkForm || other.isDeleted {
            return true
        }
        return try journal(of: record).contains { $0.problem?.code == .recordUnknown }
    }
}
