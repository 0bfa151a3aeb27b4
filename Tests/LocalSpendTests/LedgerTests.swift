// SPDX-License-Identifier: Apache-2.0

import FieldModel
import LocalSpend
import Testing

@Suite("Headings, dates and rows of a ledger")
struct LedgerTests {
    private static let transparency = [
        "Body Name", "Department", "Beneficiary", "Purpose of Expenditure", "Date of Transaction",
        "Amount", "Irrecoverable VAT", "Merchant Category", "Transaction Number",
    ]

    private func reading(
        _ titles: [String],
        _ rows: [[String]],
        _ mapping: LedgerMapping? = nil
    ) throws -> LedgerReading {
        let understood = try LedgerHeadings.understand(titles, mapping)
        var survey = LedgerSurvey(understood.headings)
        for (index, row) in rows.enumerated() { survey.take(row, line: index + 2) }
        return try survey.reading(mapping)
    }

    private func dates(_ texts: [String], _ mapping: LedgerMapping? = nil) throws -> [String] {
        let rows = texts.map { [$0, "The Mill", "1.00"] }
        let reading = try reading(["Date", "Supplier", "Amount"], rows, mapping)
        return rows.enumerated().map { index, row in
            switch reading.row(row, line: index + 2) {
            case .success(let row): row.date.description
            case .failure(let aside): aside.why
            }
        }
    }

    @Test("a year that cannot be is kept aside with the reason, unless the period was named")
    func years() throws {
        let texts = ["1925-06-03", "2025-06-03", "2027-12-31", "2099-06-03"]
        let rows = texts.map { [$0, "The Mill", "1.00"] }
        let reading = try reading(["Date", "Supplier", "Amount"], rows)
        let today = try #require(PlainDate("2026-11-30"))
        let why = { (period: LedgerReading.Period) in
            rows.map { row -> String? in
                switch reading.row(row, line: 2, in: period) {
                case .success: nil
                case .failure(let aside): aside.why
                }
            }
        }
        let said = why(LedgerReading.Period().plausible(on: today))
        #expect(said[1] == nil && said[2] == nil)
        #expect(said[0] == "1925-06-03 is of a year that cannot be; is it mistyped?")
        #expect(said[3]?.contains("cannot be") == true)
        let named = LedgerReading.Period(from: PlainDate("1925-01-01")).plausible(on: today)
        #expect(why(named)[0] == nil)
        #expect(why(named)[3]?.contains("outside the period") == true)
    }

    @Test("the columns of the Transparency Code are understood as they are")
    func code() throws {
        let understood = try LedgerHeadings.understand(Self.transparency)
        let found = Dictionary(
            uniqueKeysWithValues: understood.columns.map { ($0.column, $0.heading) }
        )
        #expect(found[.supplier] == "Beneficiary")
        #expect(found[.date] == "Date of Transaction")
        #expect(found[.purpose] == "Purpose of Expenditure")
        #expect(found[.category] == "Merchant Category")
        #expect(found[.vat] == "Irrecoverable VAT")
        #expect(understood.unread == ["Body Name"])
    }

    @Test("another council's headings are named with the remedy, and a mapping reads them")
    func mapping() throws {
        let titles = ["Bezahlt", "Who", "Betrag", "What for"]
        let error = #expect(throws: SpendError.self) { try LedgerHeadings.understand(titles) }
        #expect(error?.message.contains("'Betrag'") == true)
        #expect(error?.message.contains("spend mapping add") == true)
        let mapping = LedgerMapping(
            name: "leeds",
            headings: [.date: "bezahlt", .supplier: "WHO", .amount: "Betrag"]
        )
        let understood = try LedgerHeadings.understand(titles, mapping)
        #expect(understood.headings[.amount] == 2)
        let other = #expect(throws: SpendError.self) {
            try LedgerHeadings.understand(["Date", "Who"], mapping)
        }
        #expect(other?.message.contains("'bezahlt'") == true)
    }

    @Test("two columns of one heading are not guessed between")
    func twice() {
        #expect(throws: SpendError.self) {
            try LedgerHeadings.understand(["Date", "Supplier", "Amount", "Amount"])
        }
    }

    @Test("the whole file decides between day and month")
    func decided() throws {
        #expect(try dates(["03/06/2025", "25/06/2025"]) == ["2025-06-03", "2025-06-25"])
        #expect(try dates(["03/06/2025", "06/25/2025"]) == ["2025-03-06", "2025-06-25"])
        #expect(try dates(["05/05/2025"]) == ["2025-05-05"])
    }

    @Test("a file that does not tell is refused, until the mapping says it")
    func undecided() throws {
        let error = #expect(throws: SpendError.self) { try dates(["03/06/2025", "2025-06-25"]) }
        #expect(error?.place == "Line 2")
        #expect(error?.message.contains("--dates day-first") == true)
        let mapping = LedgerMapping(name: "m", dates: .monthFirst)
        #expect(try dates(["03/06/2025"], mapping) == ["2025-03-06"])
    }

    @Test("a file that tells two things is refused with both lines")
    func contradiction() {
        let error = #expect(throws: SpendError.self) { try dates(["25/06/2025", "06/26/2025"]) }
        #expect(error?.message.contains("line 2") == true)
        #expect(error?.message.contains("line 3") == true)
    }

    @Test("the styles that cannot be mistaken stand beside each other")
    func styles() throws {
        let texts = [
            "2025-06-03", "03-Jun-25", "3 June 2025", "45811", "2025-06-03T10:11:12",
            "03/06/2025 00:00", "13/06/25", "03-OCT-2025", "3-Sept-25",
        ]
        #expect(
            try dates(texts) == [
                "2025-06-03", "2025-06-03", "2025-06-03", "2025-06-03", "2025-06-03", "2025-06-03",
                "2025-06-13", "2025-10-03", "2025-09-03",
            ]
        )
    }

    @Test("what is no date is kept aside, with the reason")
    func noDates() throws {
        let found = try dates(["31/02/2025", "", "soon", "25/12/2025"])
        #expect(found[0] == "'31/02/2025' is no date")
        #expect(found[1] == "it has no date")
        #expect(found[2] == "'soon' is no date")
    }

    @Test("every day is read back in every style", arguments: DateStyle.allCases)
    func everyDay(_ style: DateStyle) throws {
        let names = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        for days in stride(from: Int64(10_957), to: 25_000, by: 1) {
            let date = PlainDate(daysSince1970: days)
            let text =
                switch style {
                case .iso: date.description
                case .dayFirst: "\(date.day)/\(date.month)/\(date.year)"
                case .monthFirst: "\(date.month)/\(date.day)/\(date.year)"
                case .named:
                    "\(date.day)-\(names[date.month - 1])-\(date.description.prefix(4).suffix(2))"
                case .excel: "\(days + 25_569)"
                }
            #expect(style.date(text) == date)
        }
    }

    @Test("credit notes count below nought, redacted suppliers apart, and what is bad is named")
    func rows() throws {
        let titles = ["Date", "Supplier", "Amount", "Purpose", "Postcode", "Category"]
        let rows = [
            ["2025-06-03", "The Mill Ltd.", "(1,234.50)", "Refund", "bd11hx", "Grants"],
            ["2025-06-03", "REDACTED - Personal data", "10.00", "", "", ""],
            ["2025-06-03", "", "10.00"], ["2025-06-03", "The Mill", "ten"],
            ["2025-06-03", "The Mill", "10.00", "", "", "", "more"],
        ]
        let reading = try reading(titles, rows)
        let read = rows.enumerated().map { reading.row($1, line: $0 + 2) }
        let first = try read[0].get()
        #expect(first.amount.pence == -123_450)
        #expect(first.supplier.key == "THE MILL LTD")
        #expect(first.postcode?.text == "BD1 1HX")
        #expect(first.category == .grants)
        #expect(try read[1].get().supplier.isRedacted)
        let why = read.dropFirst(2).map { row -> String in
            if case .failure(let aside) = row { "\(aside.line): \(aside.why)" } else { "" }
        }
        #expect(
            why == [
                "4: it names no supplier", "5: 'ten' is no amount",
                "6: it has 7 cells, and the first line has 6",
            ]
        )
    }

    @Test("a decimal comma is read where the file shows it, and 1.234 alone is refused")
    func commas() throws {
        let titles = ["Date", "Supplier", "Amount"]
        let reading = try reading(
            titles,
            [["2025-06-03", "M", "£1.234,50"], ["2025-06-03", "M", "1.234"]]
        )
        #expect(
            try reading.row(["2025-06-03", "M", "1.234"], line: 3).get().amount.pence == 123_400
        )
        let error = #expect(throws: SpendError.self) {
            try self.reading(titles, [["2025-06-03", "M", "1.234"], ["2025-06-03", "M", "12"]])
        }
        #expect(error?.message.contains("--amounts") == true)
        #expect(throws: SpendError.self) {
            try self.reading(titles, [["2025-06-03", "M", "1,50"], ["2025-06-03", "M", "1.50"]])
        }
    }

    @Test("what the Code leaves out is known by whole names, not by words that others use too")
    func exclusions() {
        let row = { (supplier: String, purpose: String) in
            SpendExclusion(supplier: SupplierName(supplier), purpose: purpose)
        }
        #expect(row("H.M. Revenue & Customs", "") == .hmrc)
        #expect(row("HMRC", "") == .hmrc)
        #expect(row("West Yorkshire Pension Fund", "") == .pensions)
        #expect(row("Public Works Loan Board", "") == .debt)
        #expect(row("Various", "Salaries - gross") == .salaries)
        #expect(row("Keighley Debt Advice", "Debt advice service") == nil)
        #expect(row("Pensioners' Lunch Club", "Grant") == nil)
    }
}
