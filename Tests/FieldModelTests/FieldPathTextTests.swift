// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("Texts of field paths")
struct FieldPathTextTests {
    private static let pieces = [
        "a", "group", "x-1.b_", "1", "", "/", "/", "[", "]", "@exists", "é", " ",
        "[00000000-0000-7000-8000-00000000000a]", "[00000000-0000-7000-8000-00000000000A]",
        "[00000000-0000-7000-8000-00000000000g]", "[00000000x0000-7000-8000-00000000000a]",
        String(repeating: "n", count: 64), String(repeating: "n", count: 65),
    ]

    @Test("a text is a path only as its segments say, and is written as they are")
    func texts() {
        var accepted = 0
        for _ in 0..<20_000 {
            let text = (0...Int.random(in: 0...12)).map { _ in Self.pieces.randomElement() ?? "" }
                .joined()
            guard let path = FieldPath(text), path != .exists else { continue }
            accepted += 1
            #expect(!path.segments.isEmpty, "\(text)")
            #expect(FieldPath(path.segments).text == path.text, "\(text)")
            #expect(path.text == text.lowercasedInstances, "\(text)")
            #expect(path.template == path.segments.map(\.name).joined(separator: "/"), "\(text)")
        }
        #expect(accepted > 100)
    }

    @Test("as deep and as long as a path may be, and no more")
    func bounds() {
        let deep = Array(repeating: "a", count: Limits.pathDepthMax).joined(separator: "/")
        #expect(FieldPath(deep)?.segments.count == Limits.pathDepthMax)
        #expect(FieldPath(deep + "/a") == nil)
        let long = Array(repeating: String(repeating: "n", count: 64), count: 4)
        #expect(FieldPath(long.prefix(3).joined(separator: "/")) != nil)
        #expect(FieldPath(long.joined(separator: "/")) == nil)
    }
}

extension String {
    fileprivate var lowercasedInstances: String {
        replacing("00000000000A]", with: "00000000000a]")
    }
}
