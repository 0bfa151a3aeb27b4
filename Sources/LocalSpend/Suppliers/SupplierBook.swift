// SPDX-License-Identifier: Apache-2.0

/// Suppliers by what a ledger says of them: the number where it has one, else the name.
///
/// Names such as "Age UK" are those of many: what has another number is another supplier. What
/// several records say of one is known where they agree.
package struct SupplierBook: Sendable {
    private var byNumber: [String: Supplier] = [:]
    private var byName: [String: [Supplier]] = [:]
    /// What people said apart of one supplier, where it is not the same.
    package private(set) var rivals: [[Supplier]] = []

    package init(_ suppliers: some Sequence<Supplier>) {
        let groups = Dictionary(grouping: suppliers, by: \.identity).sorted { $0.key < $1.key }
        for (_, group) in groups {
            guard let supplier = Supplier(agreeing: group) else { continue }
            if group.contains(where: supplier.lacks) { rivals.append(group) }
            if !supplier.supplierID.isEmpty { byNumber[supplier.number] = supplier }
            for key in Set(group.map(\.name.key)) { byName[key, default: []].append(supplier) }
        }
    }

    package var all: [Supplier] { Array(byName.values.joined()) }

    package func supplier(name: SupplierName, number: String) -> Supplier? {
        guard !name.isRedacted else { return nil }
        let number = Supplier.plain(number)
        if !number.isEmpty, let known = byNumber[number] { return known }
        let called = byName[name.key] ?? []
        if let plain = called.first(where: \.number.isEmpty) { return plain }
        guard !number.isEmpty else { return called.count == 1 ? called.first : nil }
        // A ledger may leave out the list that a number is of.
        return called.first { $0.number.hasSuffix(number) || number.hasSuffix($0.number) }
    }
}

extension Supplier {
    /// Two of one identity are one supplier.
    package var identity: String { number.isEmpty ? "name \(name.key)" : "number \(number)" }

    package var number: String { Self.plain(supplierID) }

    /// `GB-CHC-1164883`, `gb-chc-1164883` and `GBCHC1164883` are one.
    static func plain(_ number: String) -> String {
        String(number.uppercased().filter { $0.isLetter || $0.isNumber })
    }

    /// What all agree on who say something about it; nil of none.
    fileprivate init?(agreeing group: [Supplier]) {
        guard let first = group.first else { return nil }
        guard group.count > 1 else {
            self = first
            return
        }
        let circle = Self.agreed(group, \.circle)
        let tier = Self.agreed(group, \.tier)
        let placed = group.first { $0.circle != nil && $0.circle == circle }
        let tiered = group.first { $0.tier != nil && $0.tier == tier }
        self.init(
            name: first.name,
            supplierID: first.supplierID,
            postcode: Self.agreed(group, \.postcode),
            supplierClass: Self.agreed(group, \.supplierClass),
            circle: circle,
            source: placed?.source,
            reason: placed?.reason ?? "",
            tier: tier,
            tierReason: tiered?.tierReason ?? ""
        )
    }

    private static func agreed<Value: Hashable>(
        _ group: [Supplier],
        _ part: KeyPath<Supplier, Value?>
    ) -> Value? {
        let said = Set(group.compactMap { $0[keyPath: part] })
        return said.count == 1 ? said.first : nil
    }

    /// True where another says what is not agreed on.
    fileprivate func lacks(_ other: Supplier) -> Bool {
        postcode == nil && other.postcode != nil || tier == nil && other.tier != nil
            || supplierClass == nil && other.supplierClass != nil
            || circle == nil && other.circle != nil
    }
}
