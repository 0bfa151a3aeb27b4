// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Seeds
import Testing

@Suite("Canonical JSON")
struct CanonicalTests {
    private static func foundation(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    @Test("every change and state of random histories comes back as it was")
    func roundTrip() throws {
        for seed in SeededRandom.seeds(300) {
            let history = History(seed: seed, steps: 20)
            for entry in history.log {
                let bytes = try Canonical.encode(entry.change)
                #expect(try Canonical.decode(Change.self, from: bytes) == entry.change)
                // Foundation is the oracle: the same bytes, and it reads ours.
                #expect(try bytes == Self.foundation(entry.change))
                #expect(try JSONDecoder().decode(Change.self, from: bytes) == entry.change)
            }
            guard let state = history.state else { continue }
            let bytes = try Canonical.encode(state)
            #expect(try Canonical.decode(RecordState.self, from: bytes) == state)
            #expect(try Canonical.encode(Canonical.decode(RecordState.self, from: bytes)) == bytes)
        }
    }

    @Test("every kind of value has its one form", arguments: examples)
    func values(_ value: FieldValue, _ json: String) throws {
        #expect(try String(decoding: Canonical.encode(value), as: UTF8.self) == json)
        #expect(try Canonical.decode(FieldValue.self, from: Data(json.utf8)) == value)
        #expect(try JSONDecoder().decode(FieldValue.self, from: Data(json.utf8)) == value)
    }

    private static let examples: [(FieldValue, String)] = [
        (.text("a/b \"c\" ☕\n"), #""a/b \"c\" ☕\n""#), (.integer(.min), "-9223372036854775808"),
        (.integer(0), "0"), (.boolean(true), "true"), (.boolean(false), "false"),
        (.decimal(known(Decimal(exactly: "-12.5"))), #"{"decimal":"-12.5"}"#),
        (.date(known(PlainDate("0026-03-01"))), #"{"date":"0026-03-01"}"#),
        (.time(known(TimeOfDay("09:30"))), #"{"time":"09:30"}"#),
        (
            .instant(known(Instant("1969-12-31T23:59:59.999Z"))),
            #"{"instant":"1969-12-31T23:59:59.999Z"}"#
        ),
        (.choice("visit"), #"{"choice":"visit"}"#), (.choices([]), #"{"choices":[]}"#),
        (.money(Money(pence: -5)), #"{"money":-5}"#),
        (
            .geopoint(known(GeoPoint(latitude: 53.75, longitude: -2, accuracy: 12.5))),
            #"{"geopoint":{"accuracy":12.5,"latitude":53.75,"longitude":-2}}"#
        ),
    ]

    @Test("text is escaped as Foundation does, whatever is in it")
    func text() throws {
        let scalars = (0..<0x250).compactMap(Unicode.Scalar.init) + ["\u{2028}", "\u{FFFF}", "😀"]
        for scalar in scalars {
            let text = "a\(Character(scalar))b"
            let bytes = try Canonical.encode(FieldValue.text(text))
            #expect(try bytes == Self.foundation(text), "U+\(String(scalar.value, radix: 16))")
            #expect(try Canonical.decode(FieldValue.self, from: bytes) == .text(text))
        }
    }

    @Test("a role with its place has the bytes that Foundation gives it", arguments: Role.allCases)
    func grants(_ role: Role) throws {
        let council = known(CouncilID("bradford"))
        let organisation = OrganisationID(high: 1, low: 2)
        let grant = known(
            Grant(
                role: role,
                council: role.place == .installation ? nil : council,
                organisation: role.place == .organisation ? organisation : nil
            )
        )
        let bytes = try Canonical.encode([grant])
        #expect(try bytes == Self.foundation([grant]))
        #expect(try Canonical.decode([Grant].self, from: bytes) == [grant])
        let null = Data(#"[{"role":"administrator","council":null,"more":{}}]"#.utf8)
        #expect(try Canonical.decode([Grant].self, from: null).map(\.role) == [.administrator])
        #expect(throws: JSONFault.self) {
            try Canonical.decode([Grant].self, from: Data(#"[{"council":"bradford"}]"#.utf8))
        }
    }

    @Test("what a pull tells of the logs has the bytes that Foundation gives it")
    func logs() throws {
        let council = known(CouncilID("bradford"))
        let restored = Restored(
            at: Instant(milliseconds: 1_795_000_000_001),
            backupOf: Instant(milliseconds: -1)
        )
        #expect(try Canonical.encode(restored) == Self.foundation(restored))
        #expect(try Canonical.decode(Restored.self, from: Canonical.encode(restored)) == restored)
        for (trunk, verified) in [([], nil), ([3, 10_000_000_005], 7)] as [([Int64], Int64?)] {
            let log = LogStatus(council: council, timeline: 2, trunk: trunk, verified: verified)
            let bytes = try Canonical.encode(log)
            #expect(try bytes == Self.foundation(log))
            #expect(try Canonical.decode(LogStatus.self, from: bytes) == log)
        }
    }

    @Test("steps are written as the protocol says")
    func steps() throws {
        let hash = Hash(of: Data())
        let move = Step.move(.approve(content: hash))
        #expect(
            try String(decoding: Canonical.encode(move), as: UTF8.self)
                == #"{"content":"\#(hash)","move":"approve"}"#
        )
        let assign = Step.assign(field: known(FieldPath("a/b")), to: nil)
        #expect(
            try String(decoding: Canonical.encode(assign), as: UTF8.self)
                == #"{"assign":{"field":"a/b"}}"#
        )
        let field = known(FieldPath("contacts"))
        let query = Step.move(
            .query(content: hash, field: field, due: PlainDate("2026-08-01"))
        )
        #expect(
            try String(decoding: Canonical.encode(query), as: UTF8.self)
                == #"{"content":"\#(hash)","due":"2026-08-01","field":"contacts","move":"query"}"#
        )
        let progress = try Walk.to(.queried)
        let moves = ReturnMove.Name.allCases.map { Step.move(Walk.move($0, in: progress)) }
        let signed = Step.move(.approve(content: hash, role: .seniorChampion))
        let others = [Step.appeal(field: field), .sign(content: hash)]
        for step in [move, assign, query, signed] + moves + others {
            #expect(try Canonical.decode(Step.self, from: Canonical.encode(step)) == step)
        }
    }

    @Test("a time reads the same written fast and written plainly")
    func times() throws {
        for seed in SeededRandom.seeds(2_000) {
            var random = SeededRandom(seed: seed)
            let time = HybridTime(
                instant: Instant(
                    milliseconds: .random(
                        in: -62_135_596_800_000...253_402_300_799_999,
                        using: &random
                    )
                ),
                counter: Bool.random(using: &random) ? 0 : .random(in: 0 ... .max, using: &random)
            )
            let bytes = try Canonical.encode(time)
            #expect(try bytes == Self.foundation(time.description))
            #expect(try Canonical.decode(HybridTime.self, from: bytes) == time)
        }
    }

    @Test(
        "a time, an identifier and a hash are the same read by bytes and read by text",
        arguments: [
            "2026-11-23T21:11:47.123Z", "2026-11-23T21:11:47.123Z+5", "2026-11-23T21:11:47Z",
            "2026-11-23T21:11:47.123+01:00", "2026-11-23T21:11:47.123Z+4294967295",
            "2026-11-23T21:11:47.123Z+0", "2026-11-23T21:11:47.123Z+", "2026-02-30T00:00:00.000Z",
            "2026-11-23T24:00:00.000Z", "2026-11-23T21:60:47.123Z", "2026-11-23T21:11:60.123Z",
            "2026-11-23t21:11:47.123Z", "2026-11-23T21:11:47.123Z5", "20٢6-11-23T21:11:47.123Z",
            "0000-11-23T21:11:47.123Z", "2026-11-23T21:11:47.12aZ", "", "Z",
            "0192a000-0000-7000-8000-00000000abCD", "0192a000-0000-7000-8000-00000000abC",
            "0192a0000000-7000-8000-00000000abcdef", "0192a000-0000-7000-8000-00000000abcg",
            String(repeating: "0f", count: 32), String(repeating: "0F", count: 32),
            String(repeating: "0f", count: 31) + "0", String(repeating: "0f", count: 33),
        ]
    )
    func leaves(_ text: String) throws {
        let json = try Canonical.encode(text)
        let escaped = Data(
            ("\"" + text.utf16.map { String(format: "\\u%04x", $0) }.joined() + "\"").utf8
        )
        for bytes in [json, escaped] {
            #expect((try? Canonical.decode(from: bytes)) == HybridTime(text))
            #expect((try? Canonical.decode(from: bytes)) == RecordID(text))
            #expect((try? Canonical.decode(from: bytes)) == Hash(text))
        }
        #expect((try? Canonical.decode(HybridTime.self, from: json.dropLast())) == nil)
    }
}
