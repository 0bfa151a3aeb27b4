// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// The sums of one year or quarter under one definition.
package struct SpendTally: Hashable, Sendable {
    package private(set) var local = Money(pence: 0)
    package private(set) var counted = Money(pence: 0)
    package private(set) var rows = 0
    /// Money whose circle is known; the rest stands in `unknown` and `redacted`.
    package private(set) var circles: [Circle: Money] = [:]
    package private(set) var sources: [CircleSource: Money] = [:]
    package private(set) var classes: [SupplierClass: Money] = [:]
    package private(set) var localClasses: [SupplierClass: Money] = [:]
    /// Of suppliers of which nothing tells the circle: counted below the line, never above.
    package private(set) var unknown = Money(pence: 0)
    package private(set) var redacted = Money(pence: 0)
    package private(set) var unclassed = Money(pence: 0)
    package private(set) var excluded: [SpendExclusion: Money] = [:]
    /// Of categories that the definition leaves out, and without any where it names some.
    package private(set) var otherCategories = Money(pence: 0)

    package var share: Share { Share(local, of: counted) }
    package func share(of kind: SupplierClass) -> Share {
        Share(classes[kind] ?? Money(pence: 0), of: counted)
    }
    package func localShare(of kind: SupplierClass) -> Share {
        Share(localClasses[kind] ?? Money(pence: 0), of: counted)
    }

    package init() {}

    package mutating func add(
        _ cell: SpendCell,
        _ definition: SpendDefinition,
        _ suppliers: SupplierBook
    ) {
        if let exclusion = cell.exclusion, definition.exclusions.contains(exclusion) {
            return excluded[exclusion, default: Money(pence: 0)].add(cell.amount)
        }
        guard
            definition.categories.isEmpty
                || cell.category.map(definition.categories.contains) == true
        else { return otherCategories.add(cell.amount) }
        counted.add(cell.amount)
        rows += cell.rows
        let supplier = suppliers.supplier(name: cell.supplier, number: cell.supplierID)
        let isUnsaid = cell.supplier.mayBeRedacted && supplier?.isSaidToBeOne != true
        guard !cell.supplier.isRedacted, !isUnsaid else { return redacted.add(cell.amount) }
        let kind = supplier?.supplierClass ?? cell.said?.supplierClass
        if let kind {
            classes[kind, default: Money(pence: 0)].add(cell.amount)
        } else {
            unclassed.add(cell.amount)
        }
        place(cell, kind, definition, supplier)
    }

    private mutating func place(
        _ cell: SpendCell,
        _ kind: SupplierClass?,
        _ definition: SpendDefinition,
        _ supplier: Supplier?
    ) {
        let found: (circle: Circle, source: CircleSource)? =
            if supplier?.circle == nil, let said = cell.said?.circle {
                (said, .override)
            } else {
                definition.circle(of: supplier, postcode: cell.postcode)
            }
        guard let found else { return unknown.add(cell.amount) }
        circles[found.circle, default: Money(pence: 0)].add(cell.amount)
        sources[found.source, default: Money(pence: 0)].add(cell.amount)
        guard definition.circles.contains(found.circle) else { return }
        if let kind { localClasses[kind, default: Money(pence: 0)].add(cell.amount) }
        let isCounted =
            definition.classes.isEmpty || kind.map(definition.classes.contains) == true
        if isCounted { local.add(cell.amount) }
    }
}

extension Money {
    fileprivate mutating func add(_ other: Money) { self = self + other }
}

/// The figures of one definition by year and by quarter.
package struct SpendFigures: Sendable {
    package let definition: SpendDefinition
    package private(set) var years: [FinancialYear: SpendTally] = [:]
    package private(set) var quarters: [SpendQuarter: SpendTally] = [:]

    package init(
        _ cells: some Sequence<SpendCell>,
        _ definition: SpendDefinition,
        _ suppliers: SupplierBook
    ) {
        self.definition = definition
        for cell in cells {
            years[cell.quarter.year, default: SpendTally()].add(cell, definition, suppliers)
            quarters[cell.quarter, default: SpendTally()].add(cell, definition, suppliers)
        }
    }
}
