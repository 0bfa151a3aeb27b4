// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import LocalSpend

struct SpendSupplier: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "supplier",
        abstract: "Say what suppliers are, and how near.",
        subcommands: [SpendSupplierSet.self, SpendSupplierList.self]
    )
}

struct SpendSupplierSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Save what is known of a supplier, or change it.",
        discussion: """
            The name is as ledgers have it; "Ltd." and "LIMITED" are the same. Without
            --circle the postcode decides, by the circles of the definition.
              --circle 1 --how delivery_base          a local office delivers
              --circle 1 --how override --reason "…"  decided otherwise, for a reason
              --tier early_help --reason "…"  how early what is bought from it helps
            """
    )

    @Argument(help: "The supplier, as ledgers name it.") var name: String
    @Option(name: .customLong("class"), help: "vcse, small, large or public.")
    var kind: SupplierClass?
    @Option(help: "1 the council's area, 2 county or combined authority, 3 region, 4 elsewhere.")
    var circle: Circle?
    @Option(help: "registered_office, delivery_base or override.") var how: CircleSource?
    @Option(help: "universal, early_help, specialist or statutory_acute.") var tier: Tier?
    @Option(help: "Why, for an override and for a tier.") var reason: String?
    @Option(help: "Charity or company number, such as GB-CHC-1164883.") var number: String?
    @Option(help: "The postcode of the registered office.") var postcode: String?
    @OptionGroup var saving: SavingOptions

    func run() throws {
        let supplier = SupplierName(name)
        try check(supplier)
        var isPaid = true
        try saving.save("supplier", try fields(), what: "supplier '\(name)'") { session, scope in
            let all = try session.records(form: formID("supplier")).filter { $0.scope == scope }
            let meant = try RivalSupplier.meant(
                supplier,
                number: number ?? "",
                among: all.compactMap(Supplier.init)
            )
            // One part of it said anew is held against the others that are there.
            let isOfOffice = how != nil || circle != nil || postcode != nil
            if isOfOffice, (how ?? meant?.source) == .registeredOffice,
                let circle = circle ?? meant?.circle
            {
                try session.requireOffice(
                    of: supplier,
                    number: number ?? meant?.number ?? "",
                    postcode.flatMap { Postcode($0) },
                    in: circle,
                    of: scope.council
                )
            }
            isPaid = try session.knowsPayments(
                to: supplier,
                number: number ?? "",
                in: scope.council
            )
            return meant?.record
        }
        if supplier.mayBeRedacted, kind == nil, circle == nil {
            Terminal.note(
                "'\(inert(name))' begins as a name that is withheld does: it counts as one until"
                    + " --class or --circle says what it is."
            )
        }
        guard !isPaid else { return }
        Terminal.note(
            "No ledger on this device names '\(inert(name))': what is said of it counts nothing"
                + " until one does. Is it spelled as the ledger has it?"
        )
    }

    private func check(_ supplier: SupplierName) throws {
        let given = Supplier(
            name: supplier,
            supplierClass: kind,
            circle: circle,
            source: how,
            reason: reason ?? "",
            tier: tier,
            tierReason: reason ?? ""
        )
        if let problem = given.problem { throw Failure(usage: problem) }
        guard !supplier.isRedacted else {
            throw Failure(
                usage: "'\(name)' stands for everyone whose name is withheld: nothing can be said"
                    + " of them as one supplier."
            )
        }
        guard postcode.map({ Postcode($0) != nil }) ?? true else {
            throw Failure(usage: "'\(postcode ?? "")' is no postcode. Write such as BD1 1HX.")
        }
    }

    private func fields() throws -> [FieldPath: FieldValue?] {
        var fields: [FieldPath: FieldValue?] = [:]
        func set(_ name: String, _ value: FieldValue?) {
            if let path = FieldPath(name), let value { fields[path] = value }
        }
        set("name", .text(name))
        set("class", kind.map { .choice($0.rawValue) })
        set("circle", circle.map { .choice($0.choice) })
        set("how", how.map { .choice($0.rawValue) })
        if tier == nil || how == .override { set("reason", reason.map { .text($0) }) }
        set("tier", tier.map { .choice($0.rawValue) })
        if tier != nil { set("tier_reason", reason.map { .text($0) }) }
        set("supplier_id", number.map { .text($0) })
        set("postcode", postcode.flatMap { Postcode($0) }.map { .text($0.text) })
        // Another source needs no reason, and the former one must not stay.
        if let how, how != .override, let path = FieldPath("reason") {
            fields[path] = .some(nil)
        }
        return fields
    }
}

struct SpendSupplierList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List what is known of suppliers."
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        let suppliers = try device.store().read { session in
            try session.records(form: formID("supplier")).compactMap(Supplier.init)
        }.sorted { $0.name.key < $1.name.key }
        try device.show(.array(suppliers.map(\.json))) {
            guard !suppliers.isEmpty else { return Terminal.line("There is no supplier yet.") }
            var table = Table(
                "supplier",
                "class",
                "circle",
                "how",
                "reason",
                "tier",
                "why this tier"
            )
            for supplier in suppliers {
                table.add(
                    supplier.name.text,
                    supplier.supplierClass?.rawValue ?? "",
                    supplier.circle.map { "\($0.rawValue)" } ?? "",
                    supplier.source?.rawValue ?? "",
                    supplier.reason,
                    supplier.tier?.title ?? "",
                    supplier.tierReason
                )
            }
            Terminal.line(table.text)
        }
    }
}

extension Supplier {
    fileprivate var json: JSON {
        [
            "name": .string(name.text), "number": .string(supplierID),
            "postcode": postcode.map { .string($0.text) } ?? .null,
            "class": supplierClass.map { .string($0.rawValue) } ?? .null,
            "circle": circle.map { .integer(Int64($0.rawValue)) } ?? .null,
            "how": source.map { .string($0.rawValue) } ?? .null, "reason": .string(reason),
            "tier": tier.map { .string($0.rawValue) } ?? .null,
            "tierReason": .string(tierReason),
        ]
    }
}
