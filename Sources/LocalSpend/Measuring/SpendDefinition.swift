// SPDX-License-Identifier: Apache-2.0

/// What a percentage is a percentage of: without it, it means nothing.
///
/// It is never changed. Another rule is another definition, and the series breaks there.
package struct SpendDefinition: Hashable, Sendable {
    package let id: String
    package let title: String
    /// What counts as local.
    package let circles: Set<Circle>
    /// Of the local suppliers those that count; empty for all.
    package let classes: Set<SupplierClass>
    /// What is counted at all; empty for every category, and what has none.
    package let categories: Set<SpendCategory>
    package let exclusions: Set<SpendExclusion>
    /// The circles by postcode, from the council outwards; what lies in none is circle 4.
    package let areas: [Circle: PostcodeArea]
    package let source: String

    package init(
        id: String,
        title: String,
        circles: Set<Circle> = [.council],
        classes: Set<SupplierClass> = [],
        categories: Set<SpendCategory> = [],
        exclusions: Set<SpendExclusion> = Set(SpendExclusion.allCases),
        areas: [Circle: PostcodeArea] = [:],
        source: String = ""
    ) {
        (self.id, self.title, self.circles, self.classes) = (id, title, circles, classes)
        (self.categories, self.exclusions) = (categories, exclusions)
        self.areas = areas.filter { !$0.value.isEmpty }
        self.source = source
    }

    /// One sentence for a footnote.
    package var sentence: String { "\(title) [\(id)]: \(rule)" }

    /// What is counted, whatever it is called: two definitions of one rule can be compared.
    ///
    /// Its circles are named by their postcodes: without them two rules would read alike.
    package var rule: String {
        let place = circles.sorted().map(named).joined(separator: " and ")
        let who =
            classes.isEmpty
            ? "" : ", only " + ordered(classes).map(\.title).joined(separator: ", ")
        let what =
            categories.isEmpty
            ? "all spending" : ordered(categories).map(\.rawValue).joined(separator: ", ")
        let without =
            exclusions.isEmpty
            ? "" : ", without " + ordered(exclusions).map(\.title).joined(separator: ", ")
        return "spending with suppliers in \(place)\(nearer)\(who), of \(what)\(without)."
    }

    private func named(_ circle: Circle) -> String {
        guard circle != .country else { return "circle 4 (\(circle.title))" }
        let postcodes = areas[circle]?.text ?? "no postcodes, only suppliers set by hand"
        return "circle \(circle.rawValue) (\(circle.title): \(postcodes))"
    }

    /// Circles within those that count, as what lies in them is not counted.
    private var nearer: String {
        let within = Circle.allCases.filter { circle in
            !circles.contains(circle) && circles.contains { $0 > circle } && areas[circle] != nil
        }
        let named = within.map { "\(areas[$0]?.text ?? "") of circle \($0.rawValue)" }
        return named.isEmpty ? "" : ", less \(named.joined(separator: ", "))"
    }

    private func ordered<Kind: CaseIterable & Hashable>(_ set: Set<Kind>) -> [Kind] {
        Kind.allCases.filter(set.contains)
    }

    /// The circle of a payment, and what it was decided by.
    package func circle(
        of supplier: Supplier?,
        postcode: Postcode?
    ) -> (circle: Circle, source: CircleSource)? {
        if let circle = supplier?.circle, let source = supplier?.source { return (circle, source) }
        guard let postcode = supplier?.postcode ?? postcode, !areas.isEmpty else { return nil }
        for circle in [Circle.council, .county, .region]
        where areas[circle]?.contains(postcode) == true {
            return (circle, .registeredOffice)
        }
        return (.country, .registeredOffice)
    }
}
