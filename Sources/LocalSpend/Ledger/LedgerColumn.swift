// SPDX-License-Identifier: Apache-2.0

/// What a column of a ledger holds: the columns of the Local Government Transparency Code 2015,
/// and those by which suppliers are known and counted.
package enum LedgerColumn: String, Codable, Sendable, CaseIterable {
    case date, supplier, amount
    case supplierID = "supplier_id"
    case postcode, department, purpose, category, reference
    case vat

    /// A ledger cannot be read without these.
    package static let needed: [Self] = [.date, .supplier, .amount]

    package var title: String {
        switch self {
        case .date: "date of payment"
        case .supplier: "supplier"
        case .amount: "amount"
        case .supplierID: "charity or company number"
        case .postcode: "supplier's postcode"
        case .department: "department"
        case .purpose: "purpose"
        case .category: "category"
        case .reference: "transaction number"
        case .vat: "irrecoverable VAT"
        }
    }

    /// How councils head it, in letters and digits only; the first one that a file has is taken.
    var synonyms: [String] {
        switch self {
        case .date:
            [
                "date", "paymentdate", "datepaid", "paiddate", "paidon", "dateofpayment",
                "transactiondate", "dateoftransaction", "postingdate", "payeddate", "cleareddate",
            ]
        case .supplier:
            [
                "supplier", "suppliername", "beneficiary", "beneficiaryname", "vendor",
                "vendorname", "creditor", "creditorname", "payee", "payeename", "merchant",
                "merchantname", "bodyname", "nameofsupplier",
            ]
        case .amount:
            [
                "amount", "netamount", "amountexcvat", "amountexclvat", "amountexcludingvat",
                "amountnet", "value", "netvalue", "amountgbp", "amountpaid", "transactionamount",
                "paymentamount", "invoiceamount", "spend", "netamountgbp",
            ]
        case .supplierID:
            [
                "supplierid", "orgid", "organisationidentifier", "charitynumber",
                "registeredcharitynumber", "companynumber", "registrationnumber",
                "companyregistrationnumber", "companyno", "charityno",
            ]
        case .postcode: ["postcode", "supplierpostcode", "vendorpostcode", "postalcode"]
        case .department:
            [
                "department", "directorate", "servicearea", "service", "organisationalunit",
                "serviceareacategorisation", "costcentre", "costcentredescription",
            ]
        case .purpose:
            [
                "purpose", "purposeofexpenditure", "purposeofspend", "expensetype",
                "expensestype", "expenditurepurpose", "description", "narrative", "subjective",
                "expenditurecategory", "summaryofpurpose", "subjectivedescription",
            ]
        case .category:
            [
                "category", "spendcategory", "procurementcategory", "merchantcategory",
                "procurementclassification", "proclass", "type", "spendtype",
            ]
        case .reference:
            [
                "reference", "transactionnumber", "transactionno", "transno", "transactionid",
                "invoiceno", "invoicenumber", "documentnumber", "documentno",
                "transactionreference", "paymentreference", "ref", "internalreference",
                "voucherno", "internalref",
            ]
        case .vat: ["irrecoverablevat", "vat", "vatirrecoverable", "vatamountirrecoverable"]
        }
    }
}
