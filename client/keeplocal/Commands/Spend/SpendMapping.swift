// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import LocalSpend

struct SpendMapping: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapping",
        abstract: "Say once what a council calls the columns of its ledgers.",
        subcommands: [SpendMappingAdd.self, SpendMappingList.self]
    )
}

struct SpendMappingAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Save a mapping, or change one.",
        discussion: """
            Only headings that are not understood by themselves need an option.
            A ledger keeps the mapping that it was read with: a change moves no earlier
            figure.
            """
    )

    @Argument(help: "What it is called, such as the council's name.") var name: String
    @Option(help: "The heading of the date of payment.") var date: String?
    @Option(help: "The heading of the supplier.") var supplier: String?
    @Option(help: "The heading of the amount.") var amount: String?
    @Option(help: "The heading of the charity or company number.") var supplierId: String?
    @Option(help: "The heading of the supplier's postcode.") var postcode: String?
    @Option(help: "The heading of the department.") var department: String?
    @Option(help: "The heading of the purpose.") var purpose: String?
    @Option(help: "The heading of the category: goods, works, services or grants.")
    var category: String?
    @Option(help: "The heading of the transaction number.") var reference: String?
    @Option(help: "The heading of irrecoverable VAT.") var vat: String?
    @Option(help: "What 03/06/2025 means: day-first or month-first.") var dates: DateStyle?
    @Option(help: "point for 1,234.50, comma for 1.234,50.") var amounts: AmountStyle?
    @OptionGroup var saving: SavingOptions

    func validate() throws {
        guard dates.map({ $0 == .dayFirst || $0 == .monthFirst }) ?? true else {
            throw ValidationError("--dates is day-first or month-first; the others are clear.")
        }
    }

    func run() throws {
        let given: [LedgerColumn: String?] = [
            .date: date, .supplier: supplier, .amount: amount, .supplierID: supplierId,
            .postcode: postcode, .department: department, .purpose: purpose, .category: category,
            .reference: reference, .vat: vat,
        ]
        let mapping = LedgerMapping(
            name: name,
            headings: given.compactMapValues { $0 },
            dates: dates,
            amounts: amounts
        )
        try saving.save("ledger_mapping", mapping.fields, what: "mapping '\(name)'") {
            session,
            scope in
            try session.records(form: formID("ledger_mapping")).first {
                $0.scope == scope && LedgerMapping($0)?.name == name
            }?.id
        }
    }
}

struct SpendMappingList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the mappings."
    )

    @OptionGroup var device: DeviceOptions

    func run() throws {
        let mappings = try device.store().read { session in
            try session.records(form: formID("ledger_mapping")).compactMap(LedgerMapping.init)
        }.sorted { $0.name < $1.name }
        try device.show(.array(mappings.map(\.json))) {
            guard !mappings.isEmpty else { return Terminal.line("There is no mapping yet.") }
            for mapping in mappings {
                Terminal.line(inert(mapping.name))
                for column in LedgerColumn.allCases {
                    guard let heading = mapping.headings[column] else { continue }
                    Terminal.line("  \(column.title.padded(28)) \(inert(heading))")
                }
                if let dates = mapping.dates { Terminal.line("  dates are \(dates.rawValue)") }
                if let amounts = mapping.amounts {
                    Terminal.line("  amounts have a decimal \(amounts.rawValue)")
                }
            }
        }
    }
}

extension LedgerMapping {
    fileprivate var json: JSON {
        [
            "name": .string(name),
            "headings": .object(
                Dictionary(
                    uniqueKeysWithValues: headings.map { ($0.key.rawValue, .string($0.value)) }
                )
            ),
            "dates": dates.map { .string($0.rawValue) } ?? .null,
            "amounts": amounts.map { .string($0.rawValue) } ?? .null,
        ]
    }
}
