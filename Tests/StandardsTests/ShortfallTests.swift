// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@testable import Standards

@Suite("What is missing is named before anything is written")
struct ShortfallTests {
    private func words(
        _ standard: Standard,
        _ answers: [String: FieldValue?],
        hub: String? = "Advice Hub"
    ) throws -> [String] {
        let record = try Material.service(1, answers)
        return try Material.publication(standard, [record], hub: hub).shortfalls.map(\.words)
    }

    @Test("a grant without a day, an amount, a description or a name")
    func grant() throws {
        #expect(try words(.grants, ["awarded": nil]) == ["a grant needs an award date"])
        for amount: FieldValue? in [nil, .money(Money(pence: 0)), .money(Money(pence: -1))] {
            #expect(
                try words(.grants, ["award_total": amount])
                    == ["a grant needs the amount that was awarded"]
            )
        }
        #expect(try words(.grants, ["description": nil]) == ["a grant needs a description"])
        for name: FieldValue? in [nil, .text("  \n "), .text("\u{202E}\u{200B}\u{7}")] {
            #expect(try words(.grants, ["name": name]) == ["a grant needs a name"])
        }
    }

    @Test("a contract without an ocid, or with one that is none")
    func contract() throws {
        for ocid in [nil, "ocds-ABC123-1", "ocds-abc12-1", "ocds-abc123-", "ocds-abc123-a b"] {
            let found = try words(
                .contracts,
                ["contract": .choice("contract"), "ocid": ocid.map(FieldValue.text)]
            )
            #expect(found.count == 1 && found[0].contains("ocid"), "\(ocid ?? "none")")
        }
    }

    @Test("a service without a status, or with an address that is none")
    func service() throws {
        #expect(try words(.services, ["status": nil]) == ["a service needs a status"])
        #expect(try words(.services, ["status": .choice("shut")]) == ["a service needs a status"])
        for mail in ["nobody", "a@b", "a@b@c.org", "a b@c.org", "@c.org", "a@c."] {
            #expect(try words(.services, ["email": .text(mail)]).count == 1, "\(mail)")
        }
        for site in ["example.org", "javascript:alert(1)", "https://", "https://a b.org"] {
            #expect(try words(.services, ["website": .text(site)]).count == 1, "\(site)")
        }
        // Addresses stand in the directory alone.
        #expect(try words(.grants, ["email": .text("nobody")]).isEmpty)
    }

    @Test("an organisation without a name, with two identifiers, or with one that is none")
    func organisation() throws {
        #expect(try words(.services, [:], hub: nil).count == 1)
        #expect(try words(.services, [:], hub: "\u{1B}").count == 1)
        #expect(try words(.services, ["org_id": .text("GB-CHC-1")]).count == 1)
        let two = [
            try Material.service(1), try Material.service(2, ["org_id": .text("GB-COH-01234567")]),
        ]
        let found = try Material.publication(.services, two).shortfalls
        #expect(found.count == 2 && found.allSatisfy { $0.words.contains("different") })
    }

    @Test("a council without an identifier publishes no grants, and a directory all the same")
    func council() throws {
        let council = try Material.council(orgID: "Bradford")
        let records = [try Material.service()]
        let grants = try Material.publication(.grants, records, council: council)
        #expect(grants.shortfalls.map(\.remedy) == [.council])
        #expect(try Material.publication(.services, records, council: council).shortfalls.isEmpty)
    }

    @Test("an end before the start, as a merge can leave it")
    func days() throws {
        let ends = FieldValue.date(try Material.day("2026-03-31"))
        #expect(try words(.grants, ["ends": ends]) == ["it ends before it starts"])
    }

    @Test("what a spreadsheet would compute", arguments: ["=1+1", "+44", "-x", "@SUM(A1)", "＝1"])
    func formulas(_ text: String) throws {
        #expect(try words(.grants, ["name": .text(text)]) == ["its name begins like a formula"])
        // Hidden letters before it hide nothing.
        #expect(try words(.grants, ["name": .text("\u{200B} \(text)")]).count == 1)
        #expect(try words(.services, [:], hub: text).count == 1)
    }

    @Test("what is written of a text is what can be seen of it")
    func cleaned() {
        #expect(PublicText.clean(" Home\u{0}care\u{202E} \t East\r\n") == "Homecare   East")
        #expect(PublicText.clean("one\ntwo", keepsLines: true) == "one\ntwo")
        #expect(PublicText.clean("one\ntwo") == "one two")
        #expect(PublicText.clean("Café 🏡 مرحبا") == "Café 🏡 مرحبا")
        #expect(PublicText.clean(nil) == nil && PublicText.clean("\u{FEFF}") == nil)
    }
}
