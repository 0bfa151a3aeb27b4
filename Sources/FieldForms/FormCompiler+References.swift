// SPDX-License-Identifier: Apache-2.0

extension FormCompiler {
    /// What expressions and texts name that is not there, and what they could not mean.
    mutating func checkReferences() {
        let places = plan.places
        ambiguous = Dictionary(grouping: fields, by: \.item.name).filter { $0.value.count > 1 }
            .mapValues { $0.map(\.template) }
        for (number, place) in places.all.enumerated() {
            for (column, expression) in expressions(number, places) {
                let at = column == "repeatCount" ? place.parent : number
                let reading = ExpressionReading(
                    expression,
                    at: at,
                    in: places,
                    isOfChoices: column == "choiceFilter"
                )
                let located = Located(place: place.template, column: column)
                let own = column == "choiceFilter" || column == "repeatCount" ? nil : place.field
                report(expression, reading, at: located, own: own)
                checkMisuses(expression, at, located)
            }
            checkTexts(number, places)
        }
        checkRecord(places)
    }

    private mutating func report(
        _ expression: Expression,
        _ reading: ExpressionReading,
        at located: Located,
        own: FormField? = nil
    ) {
        for unknown in reading.unknown { report(told(unknown), of: unknown.part, at: located) }
        for name in Set(expression.fields).sorted() {
            guard let message = toldAmbiguous(name) else { continue }
            report(
                message,
                of: expression.part(naming: [name]) ?? expression,
                at: located
            )
        }
        var types = ExpressionTypes(plan.places, own: own)
        _ = types.kind(of: expression)
        for fault in types.faults { report(fault.message, of: fault.part, at: located) }
        var choices = ExpressionChoices(plan.places, own: own)
        choices.read(expression)
        var numbers = ExpressionNumbers(plan.places, own: own)
        numbers.read(expression)
        doubts += (choices.doubts + numbers.doubts).map {
            said($0.message, of: $0.part, at: located)
        }
        lookups += FormLookup.all(in: expression, offsets[located] ?? [:], at: located)
    }

    /// Nil for a name that one question has.
    private func toldAmbiguous(_ name: String) -> String? {
        ambiguous[name].map { templates in
            "${\(name)} could be any of \(templates.joined(separator: ", ")); write its path,"
                + " or give each a name of its own"
        }
    }

    private mutating func checkMisuses(
        _ expression: Expression,
        _ place: Int,
        _ located: Located
    ) {
        var uses = ExpressionMisuses(
            plan.places,
            at: place,
            isOfChoices: located.column == "choiceFilter"
        )
        uses.read(expression)
        misuses += uses.faults.map { said($0.message, of: $0.part, at: located) }
    }

    /// The name of the record, and what makes or changes others.
    private mutating func checkRecord(_ places: FormPlaces) {
        if let naming {
            let reading = ExpressionReading(naming, at: FormPlaces.root, in: places)
            let located = Located(place: "naming", column: "of the record")
            report(naming, reading, at: located)
            checkMisuses(naming, FormPlaces.root, located)
        }
        for entity in entities {
            let within = entity.entity.within.flatMap { places.names["/" + $0] }
            let columns = [
                ("record", entity.record), ("createIf", entity.createIf),
                ("updateIf", entity.updateIf), ("label", entity.label),
            ]
            for case (let column, let expression?) in columns {
                let place = within ?? FormPlaces.root
                let reading = ExpressionReading(expression, at: place, in: places)
                let located = Located(place: "entity \(entity.entity.form)", column: column)
                report(expression, reading, at: located)
                checkMisuses(expression, place, located)
            }
        }
    }

    /// With what may have been meant; nobody reads that of hundreds.
    private func told(_ unknown: ExpressionReading.Unknown) -> String {
        guard let name = unknown.field, problems.count < Self.suggestedMax,
            let near = Spelling.nearest(
                to: name,
                among: plan.places.names.keys.filter { $0.hasPrefix("/") == name.hasPrefix("/") }
            )
        else { return unknown.message }
        return unknown.message + "; did you mean ${\(near)}?"
    }

    private static let suggestedMax = 200

    private mutating func report(_ message: String, of part: Expression, at located: Located) {
        problems.append(said(message, of: part, at: located))
    }

    func said(_ message: String, of part: Expression, at located: Located) -> String {
        let offset = offsets[located]?[part] ?? 0
        let error = ExpressionError(message: message, offset: offset)
        return "\(located.place): \(located.column) \(error)"
    }

    private func expressions(_ number: Int, _ places: FormPlaces) -> [(String, Expression)] {
        let place = places[number]
        let field = place.field
        return [
            ("relevant", place.relevant), ("repeatCount", place.count),
            ("required", field?.required), ("constraint", field?.constraint),
            ("calculation", field?.calculation), ("readOnly", field?.readOnly),
            ("initial", field?.initial), ("choiceFilter", field?.choiceFilter),
        ].compactMap { column, expression in expression.map { (column, $0) } }
    }

    private mutating func checkTexts(_ number: Int, _ places: FormPlaces) {
        let place = places[number]
        guard let item = place.item else { return }
        for (column, text) in item.textsByColumn {
            for name in Set(FormText.references(in: text)).sorted() {
                let reading = ExpressionReading(.field(name), at: number, in: places)
                for unknown in reading.unknown {
                    let message = "\(place.template): \(column) \(told(unknown))"
                    if !problems.contains(message) { problems.append(message) }
                }
                if let told = toldAmbiguous(name) {
                    problems.append("\(place.template): \(column) \(told)")
                }
            }
        }
        for name in item.trigger ?? [] {
            let reading = ExpressionReading(.field(name), at: number, in: places)
            for unknown in reading.unknown {
                problems.append("\(place.template): trigger \(told(unknown))")
            }
            if let told = toldAmbiguous(name) {
                problems.append("\(place.template): trigger \(told)")
            }
        }
    }
}
