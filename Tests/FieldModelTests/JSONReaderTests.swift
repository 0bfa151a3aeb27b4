// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Seeds
import Testing

@Suite("Reading JSON from anybody")
struct JSONReaderTests {
    private func read(_ text: String) throws(JSONFault) -> JSON {
        try JSONReader.read(JSON.self, from: Data(text.utf8))
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "01", "-", "1.", ".5", "1e", "+1",
            "nul", "tru", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
            "\"\\udc00\"", "\"a\nb\"", "1 2", "{1:2}", "NaN", "1e999", "'a'", "// 1", "[1 2]",
        ]
    )
    func refused(_ text: String) {
        #expect(throws: JSONFault.self) { try read(text) }
    }

    @Test("what is JSON is read, numbers of 64 bits exactly")
    func accepted() throws {
        #expect(
            try read(" {\"a\" : [ 1 , -2.5e1, true,null ] } ") == [
                "a": [1, .number(-25), true, nil]
            ]
        )
        #expect(try read("9223372036854775807") == .integer(.max))
        #expect(try read("9223372036854775808") == .number(9_223_372_036_854_775_808))
        #expect(try read(#""\u00e9\ud83d\ude00\/\b""#) == .string("é😀/\u{8}"))
    }

    @Test("bytes that are no text, and nesting without end, are refused")
    func hostile() {
        let halves: [[UInt8]] = [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80]]
        for half in halves {
            #expect(throws: JSONFault.self) {
                try JSONReader.read(JSON.self, from: [0x22] + half + [0x22])
            }
            #expect(throws: JSONFault.self) {
                try JSONReader.read(JSON.self, from: Array(#""\n"#.utf8) + half + [0x22])
            }
        }
        for bracket in ["[", "{\"a\":"] {
            let deep = String(repeating: bracket, count: 100_000)
            #expect(throws: JSONFault.self) { try read(deep) }
        }
    }

    @Test("a change that is cut off anywhere is refused; one damaged byte never traps")
    func damaged() throws {
        let history = History(seed: 7, steps: 30)
        let change = try #require(history.log.first { $0.change.patch.count > 1 }).change
        let bytes = [UInt8](try Canonical.encode(change))
        for length in bytes.indices {
            #expect(throws: JSONFault.self) {
                try JSONReader.read(Change.self, from: bytes.prefix(length))
            }
        }
        var random = SeededRandom(seed: 11)
        for position in bytes.indices {
            var mangled = bytes
            mangled[position] = .random(in: 0...255, using: &random)
            let read = try? JSONReader.read(Change.self, from: mangled)
            if let read { #expect(try Canonical.encode(read).isEmpty == false) }
        }
    }

    @Test("a fault names its place, and never a value")
    func place() throws {
        let fault = #expect(throws: JSONFault.self) {
            try JSONReader.read(
                PushRequest.self,
                from: Data(#"{"changes":[{"id":"secret"}]}"#.utf8)
            )
        }
        #expect(fault?.description == "changes.[0].id: it is not valid")
        let missing = #expect(throws: JSONFault.self) {
            try JSONReader.read(PushRequest.self, from: Data(#"{"changes":[{}]}"#.utf8))
        }
        #expect(missing?.description == "changes.[0].id: it is missing")
        let unknown = Data(#"{"changes":[],"later":{"x":[1]}}"#.utf8)
        #expect(try JSONReader.read(PushRequest.self, from: unknown).changes.isEmpty)
    }
}
