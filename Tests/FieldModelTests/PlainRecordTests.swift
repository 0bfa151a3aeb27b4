// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Seeds
import Testing

@Suite("A record that was written once, read without a state")
struct PlainRecordTests {
    @Test("on random histories it is what a state shows, or nothing")
    func same() throws {
        var (plain, others) = (0, 0)
        for seed in SeededRandom.seeds(4_000) {
            // Few steps, so that many are written once.
            let history = History(seed: seed, steps: Int(seed % 5) + 1)
            guard let state = history.state else { continue }
            let read = try Record.plain(
                from: Canonical.encode(state),
                formVersion: state.formVersion
            )
            guard let read else {
                others += 1
                continue
            }
            plain += 1
            #expect(read == state.view { _ in .ask }, "SEED=\(seed)")
            let other = try Record.plain(
                from: Canonical.encode(state),
                formVersion: state.formVersion + 1
            )
            #expect(other == nil)
        }
        #expect(plain > 300 && others > 300, "\(plain) plain, \(others) others")
    }

    @Test("what is no state is refused", arguments: ["", "{}", "[]", #"{"fields":{"a":3}}"#])
    func refused(text: String) {
        #expect(throws: JSONFault.self) {
            try Record.plain(from: Array(text.utf8), formVersion: 1)
        }
    }
}
