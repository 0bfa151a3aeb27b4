// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore
import Testing

@Suite("A device that takes one identity after another")
struct SuccessorTests {
    @Test("its work names no more former ones than a server takes: the last of them")
    func bounded() throws {
        let amina = try Device(on: CouncilLog())
        var taken: [DeviceID] = []
        for number in 0..<Limits.deviceForksMax + 3 {
            _ = try amina.contact(note: "number \(number)")
            try amina.sync()
            taken.append(amina.identity.device)
            try amina.adopt(asFork: true)
        }
        _ = try amina.contact(note: "the last")
        let change = try #require(try amina.journal([.saved]).last?.change)
        #expect(change.device == amina.identity.device)
        #expect(change.lineage?.map(\.device) == Array(taken.suffix(Limits.deviceForksMax)))
    }
}
