// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// One payment of a ledger.
package struct LedgerRow: Hashable, Sendable {
    package let line: Int
    package let date: PlainDate
    package let amount: Money
    package let supplier: SupplierName
    package let supplierID: String
    package let postcode: Postcode?
    package let purpose: String
    package let category: SpendCategory?
    package let reference: String

    package var exclusion: SpendExclusion? {
        SpendExclusion(supplier: supplier, purpose: purpose)
    }

    /// The same for the same payment in another file: supplier, day, amount and number, and what it
    /// was for.
    package var key: Int64 {
        let text = "\(supplier.key)\n\(date)\n\(amount.pence)\n\(reference)\n\(purpose)"
        let bytes = Hash(of: Array(text.utf8)).bytes.prefix(8)
        return Int64(bitPattern: bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}

/// What was bought.
package enum SpendCategory: String, Codable, Sendable, CaseIterable {
    case goods, works, services, grants

    /// Nil where the ledger does not say.
    init?(_ text: String, purpose: String) {
        let (text, purpose) = (text.lowercased(), purpose.lowercased())
        if text.hasPrefix("grant") || purpose.hasPrefix("grant") {
            self = .grants
        } else if text.hasPrefix("good") || text.hasPrefix("suppl") {
            self = .goods
        } else if text.hasPrefix("work") || text.hasPrefix("construction") {
            self = .works
        } else if text.hasPrefix("service") {
            self = .services
        } else {
            return nil
        }
    }
}

/// What the Transparency Code leaves out of spending with third parties.
package enum SpendExclusion: String, Codable, Sendable, CaseIterable {
    case salaries, hmrc, pensions, debt

    package var title: String {
        switch self {
        case .salaries: "salaries"
        case .hmrc: "HM Revenue and Customs"
        case .pensions: "pensions"
        case .debt: "debt"
        }
    }

    /// By whole names and the start of the purpose only: advice on debt, and a lunch for
    /// pensioners, are spending that counts.
    package init?(supplier: SupplierName, purpose: String) {
        let (name, purpose) = (supplier.key, SupplierName(String(purpose.prefix(40))).key)
        let starts = { (words: [String]) in words.contains { purpose.hasPrefix($0) } }
        let names = { (words: [String]) in words.contains { name.hasPrefix($0) } }
        if names(["HMRC", "HM REVENUE", "INLAND REVENUE", "H M REVENUE"]) {
            self = .hmrc
        } else if names(["TEACHERS PENSION", "NHS PENSION"]) || name.hasSuffix("PENSION FUND")
            || name.hasSuffix("PENSIONS AGENCY")
            || starts(["PENSION CONTRIBUTION", "EMPLOYERS PENSION", "SUPERANNUATION"])
        {
            self = .pensions
        } else if names(["PUBLIC WORKS LOAN", "PWLB", "DEBT MANAGEMENT OFFICE", "UK DEBT MAN"])
            || starts(["LOAN REPAYMENT", "DEBT REPAYMENT", "DEBT CHARGES", "LOAN INTEREST"])
        {
            self = .debt
        } else if starts(["SALARIES", "SALARY", "WAGES", "PAYROLL", "EMPLOYEE PAY"]) {
            self = .salaries
        } else {
            return nil
        }
    }
}
