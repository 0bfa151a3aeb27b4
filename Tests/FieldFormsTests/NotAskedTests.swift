// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing

@Suite("An answer to a question that is not asked is told of, with what hides it")
struct NotAskedTests {
    private func form() throws -> CompiledForm {
        let inner = FillingForm.item(.group, "home") {
            $0.relevant = "${kind} = 'visit'  and\n${open} = true()"
            $0.items = [FillingForm.item(.integer, "rooms") { $0.relevant = "${kind} != ''" }]
        }
        return try FillingForm.form([
            FillingForm.item(.text, "kind"), FillingForm.item(.boolean, "open"),
            FillingForm.item(.text, "need") { $0.relevant = "${kind} = 'visit'" }, inner,
            FillingForm.item(.text, "never") { $0.relevant = "false()" },
            FillingForm.list("child", [FillingForm.item(.text, "name")]) {
                $0.relevant = "${open} = true()"
            },
        ])
    }

    private func problems(_ answers: [String: FieldValue]) throws -> [String] {
        var record: [FieldPath: FieldValue] = [:]
        for (name, value) in answers { record[try FillingForm.path(name)] = value }
        let found = try form().check(
            asking: record.keys,
            of: record,
            in: FillingForm.surroundings
        )
        #expect(found.allSatisfy { $0.code == .fieldNotAsked })
        return found.map(\.description)
    }

    @Test("the answers that hide it are told, and the rule of the form")
    func words() throws {
        #expect(
            try problems(["kind": .text("phone"), "need": .text("x")]) == [
                "need: this is not asked while kind is 'phone'. The form asks this only where"
                    + " ${kind} = 'visit'. Give those other answers as well, or leave this one out."
            ]
        )
        #expect(try problems(["need": .text("x")])[0].contains("while kind has no answer"))
        #expect(try problems(["kind": .text("visit"), "need": .text("x")]).isEmpty)
    }

    @Test("it is the outermost group that is hidden by its own rule which is told")
    func groups() throws {
        let found = try problems(["kind": .text("visit"), "home/rooms": .integer(3)])
        #expect(
            found == [
                "home/rooms: this is not asked while kind is 'visit' and open has no answer. The"
                    + " form asks 'home' only where ${kind} = 'visit' and ${open} = true(). Give"
                    + " those other answers as well, or leave this one out."
            ]
        )
        let child = try problems(["child[\(FillingForm.id(1))]/name": .text("A")])
        #expect(child.count == 1 && child[0].contains("The form asks 'child' only where"))
        #expect(
            try problems(["never": .text("x")])[0].contains("not asked now. The form asks this")
        )
    }
}
