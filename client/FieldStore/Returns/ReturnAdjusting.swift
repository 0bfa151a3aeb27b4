// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel

/// Figures that are set by hand: which, what the records count, and why it is not that.
extension StoreSession {
    /// Where an adjustment of a figure stands in a return: two people who adjust the same figure
    /// write to the same place.
    ///
    /// Nil where the return form has none.
    func adjustment(of figure: FieldPath, in record: RecordID) throws -> Adjustment? {
        let instance = InstanceID(naming: "\(record)/\(figure.text)")
        let place = { (name: String) in
            FieldPath("adjustment[\(instance)]/\(name)")
        }
        guard let form = try Self.returnForm.flatMap({ try self.form($0) }),
            let (figure, counted, reason) = all(place("figure"), place("counted"), place("reason")),
            [figure, counted, reason].allSatisfy({ form.field($0) != nil })
        else { return nil }
        return Adjustment(figure: figure, counted: counted, reason: reason)
    }

    /// What makes adjustments whole where one person took one away, or wrote into it, without
    /// having seen what another did.
    ///
    /// The reason is what a person wrote, so it decides: without one nothing else is left, and
    /// with one the rest says what it is about.
    func mendedAdjustments(
        of record: Record,
        _ counted: [FieldPath: FieldValue]
    ) throws -> [FieldPath: FieldValue?] {
        var fields: [FieldPath: FieldValue?] = [:]
        for (path, value) in counted {
            guard let places = try adjustment(of: path, in: record.id) else { continue }
            if record.fields[places.reason] == nil {
                for place in places.all { fields[place] = .some(nil) }
            } else {
                fields[places.figure] = .choice(path.text)
                fields[places.counted] = record.fields[places.counted] ?? value
            }
        }
        return fields.filter { $0.value != record.fields[$0.key] }
    }
}

/// The fields of one figure that was set by hand.
struct Adjustment {
    let figure: FieldPath
    let counted: FieldPath
    let reason: FieldPath

    var all: [FieldPath] { [figure, counted, reason] }
}

private func all<A, B, C>(_ a: A?, _ b: B?, _ c: C?) -> (A, B, C)? {
    guard let a, let b, let c else { return nil }
    return (a, b, c)
}
