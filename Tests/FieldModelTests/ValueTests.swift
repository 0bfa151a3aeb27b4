// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Seeds
import Testing

@Suite("Values and their text")
struct ValueTests {
    @Test("every kind of value comes back from its JSON as it was")
    func roundTrip() throws {
        let hash = Hash(of: Data("x".utf8))
        let values: [FieldValue] = [
            .text(""), .text("é\u{1F469}\u{200D}\u{1F52C}\n\"/"), .integer(.min), .integer(.max),
            .decimal(try #require(Decimal(exactly: "-12.50"))), .boolean(true),
            .date(try #require(PlainDate("2024-02-29"))),
            .time(try #require(TimeOfDay("09:30:05"))),
            .instant(try #require(Instant("2026-11-23T21:11:47.123Z"))), .choice("a"),
            .choices(of: ["b", "a"]),
            .geopoint(try #require(GeoPoint(latitude: 53.79, longitude: -1.75, accuracy: 4))),
            .money(Money(pence: -1234)),
            .blob(BlobReference(sha256: hash, sizeBytes: 1, mediaType: "image/jpeg")),
        ]
        for value in values {
            let data = try Canonical.encode(value)
            #expect(try Canonical.decode(FieldValue.self, from: data) == value)
            #expect(try Canonical.encode(Canonical.decode(FieldValue.self, from: data)) == data)
        }
    }

    @Test(
        "what is no value is refused, never a trap",
        arguments: [
            #"{"date":"2026-02-30"}"#, #"{"money":1.5}"#, #"{"money":"1"}"#, "{}", "[]", "1e400",
            #"{"date":"2026-01-01","time":"10:00"}"#, #"{"planet":"Mars"}"#, #"{"decimal":"1e9"}"#,
            #"{"geopoint":{"latitude":91,"longitude":0}}"#, #"{"blob":{}}"#, "1.5",
        ]
    )
    func badValues(_ text: String) {
        #expect(throws: JSONFault.self) {
            try Canonical.decode(FieldValue.self, from: Data(text.utf8))
        }
    }

    @Test("dates count days across leap years and the whole range")
    func dates() throws {
        #expect(PlainDate("1970-01-01")?.daysSince1970 == 0)
        #expect(PlainDate("2000-03-01")?.daysSince1970 == 11_017)
        #expect(PlainDate("1900-02-29") == nil)
        for days in stride(from: Int64(-719_162), through: 2_932_896, by: 997) {
            let date = PlainDate(daysSince1970: days)
            #expect(date.daysSince1970 == days)
            #expect(PlainDate(date.description) == date)
        }
        #expect(PlainDate(daysSince1970: .max).description == "9999-12-31")
    }

    @Test("instants read offsets and fractions, and write UTC")
    func instants() throws {
        let instant = try #require(Instant("2026-03-29T01:30:00+01:00"))
        #expect(instant.description == "2026-03-29T00:30:00.000Z")
        #expect(Instant("1969-12-31T23:59:59.999Z")?.milliseconds == -1)
        for text in ["", "2026-03-29", "2026-03-29T25:00Z", "2026-03-29T10:00", "x"] {
            #expect(Instant(text) == nil, "\(text)")
        }
    }

    @Test("paths are groups and repeat instances, and nothing else")
    func paths() throws {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057"
        let path = try #require(FieldPath("visit[\(id)]/score"))
        #expect(path.template == "visit/score")
        #expect(path.segments.first?.instance?.description == id)
        #expect(FieldPath("visit[\(id.uppercased())]/score") == path)
        for text in ["", "/", "a//b", "1a", "a[1]", "a[]", "a b", "@x", "a/", "a\u{0}"] {
            #expect(FieldPath(text) == nil, "\(text)")
        }
        #expect(FieldPath(String(repeating: "a/", count: 9) + "a") == nil)
    }

    @Test("identifiers sort by the time they were made and come back from their text")
    func identifiers() throws {
        var random = SeededRandom(seed: 1)
        let early = RecordID.make(at: Instant(milliseconds: 1_000), using: &random)
        let late = RecordID.make(at: Instant(milliseconds: 2_000), using: &random)
        #expect(early < late)
        #expect(early.description < late.description)
        #expect(RecordID(early.description.uppercased()) == early)
        #expect(Array(early.description)[14] == "7")
        for text in ["", "0", early.description + "0", early.description.replacing("-", with: "0")]
        {
            #expect(RecordID(text) == nil)
        }
    }

    @Test("a hybrid clock never goes back and does not follow a clock from the future")
    func clock() throws {
        var clock = HybridClock()
        let now = Instant(milliseconds: 1_000_000)
        let first = clock.tick(now)
        let second = clock.tick(Instant(milliseconds: 5))
        #expect(first < second)
        clock.observe(HybridTime(instant: now.adding(seconds: 3_600)), now: now)
        #expect(clock.last == second)
        clock.observe(HybridTime(instant: now.adding(seconds: 30)), now: now)
        #expect(clock.tick(now).instant == now.adding(seconds: 30))
        #expect(HybridTime(second.description) == second)
    }
}
