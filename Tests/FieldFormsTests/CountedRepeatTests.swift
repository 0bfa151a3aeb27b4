// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("A repeat that the form counts")
struct CountedRepeatTests {
    private typealias Form = FillingForm

    @Test("a counted repeat makes and hides its instances, and never loses an answer")
    func counted() throws {
        let form = try Form.form([
            Form.item(.integer, "n"),
            Form.list("room", [Form.item(.text, "use")]) { $0.repeatCount = "${n}" },
            Form.calculation("rooms", "count(${room})"),
        ])
        var filling = try Form.filling(form, ["n": .integer(3)])
        let rooms = try #require(filling.instances[try Form.path("room")])
        #expect(rooms.count == 3)
        filling.answer(try Form.path("room[\(rooms[2])]/use"), with: .text("store"))
        filling.answer(try Form.path("n"), with: .integer(1))
        #expect(filling.value(at: try Form.path("rooms")) == .integer(1))
        #expect(!filling.isRelevant(try Form.path("room[\(rooms[2])]/use")))
        filling.answer(try Form.path("n"), with: .integer(3))
        #expect(filling.value(at: try Form.path("room[\(rooms[2])]/use")) == .text("store"))
        #expect(try Form.filling(form, ["n": .integer(3)]).instances == filling.instances)
    }

    @Test("counted instances stand in the order of their identifiers, as a record keeps them")
    func countedInOrder() throws {
        let bed = Form.list("bed", [Form.item(.text, "use")]) { $0.repeatCount = "3" }
        let form = try Form.form([
            Form.item(.integer, "n"),
            Form.list("room", [bed]) { $0.repeatCount = "${n}" },
        ])
        let filling = try Form.filling(form, ["n": .integer(12)])
        #expect(filling.instances.count == 13)
        for (list, ids) in filling.instances {
            #expect(ids == ids.sorted() && Set(ids).count == ids.count, "\(list)")
        }
    }
}
