// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Testing

@testable import FieldForms

@Suite("Pages of a form, and choices of several")
struct CapturePageTests {
    private func capture(
        _ items: [FormItem],
        lists: [String: [FormDefinition.Choice]]? = nil
    ) throws -> Capture {
        let form = try FillingForm.form(items) { $0.choiceLists = lists }
        return Capture(Filling(form, surroundings: FillingForm.surroundings))
    }

    private func path(_ text: String) -> FieldPath {
        FieldPath(text.split(separator: "/").map { FieldPath.Segment(name: String($0)) })
    }

    @Test("a group of a field list is one stop with all its questions; lists in it stand after it")
    func pages() throws {
        var capture = try capture([
            FillingForm.item(.group, "page") { page in
                page.appearance = "field-list"
                page.items = [
                    FillingForm.item(.note, "read"),
                    FillingForm.item(.text, "a") { $0.required = "yes" },
                    FillingForm.item(.group, "inner") { $0.items = [FillingForm.item(.text, "b")] },
                    FillingForm.item(.repeated, "more") {
                        $0.items = [FillingForm.item(.text, "c")]
                    },
                ]
            }
        ])
        #expect(capture.level == [.page(path("page")), .list(path("page/more"))])
        #expect(capture.questionsHere == [path("page/a"), path("page/inner/b")])
        #expect(capture.next().map(\.path) == ["page/a"])
        #expect(capture.answer(path("page/a"), with: .text("x")) == nil)
        #expect(capture.progress == CaptureProgress(done: 1, total: 3))
        capture.goToEnd()
        #expect(capture.go(to: path("page/inner/b")) && capture.stop == .page(path("page")))
    }

    @Test("an instance of a repeat that is a field list is a page, made and opened from the list")
    func repeatedPage() throws {
        let row = FillingForm.item(.repeated, "row") { row in
            row.appearance = "field-list"
            row.items = [FillingForm.item(.text, "a"), FillingForm.item(.text, "b")]
        }
        var capture = try capture([row, FillingForm.item(.text, "z")])
        var random = SystemRandomNumberGenerator()
        capture.addInstance(to: path("row"), at: Instant(milliseconds: 0), using: &random)
        let instance = try #require(capture.instances(of: path("row")).first)
        let page = path("row").instance(instance)
        #expect(capture.stop == .page(page))
        #expect(capture.questionsHere == [page.child("a"), page.child("b")])
        #expect(capture.answer(page.child("a"), with: .text("F")) == nil)
        #expect(capture.next().isEmpty && capture.stop == .list(path("row")))
        #expect(capture.go(to: page) && capture.stop == .page(page))
    }

    @Test("several choices stand in the order of their list, whatever their names")
    func listOrder() throws {
        let choices = ["zeta", "alpha", "mid"].map {
            FormDefinition.Choice(name: $0, label: $0.capitalized)
        }
        var capture = try capture(
            [
                FillingForm.item(.choices, "m") { $0.choices = "letters" },
                FillingForm.calculation("first", "selected-at(${m}, 0)"),
                FillingForm.calculation("all", "string(${m})"),
            ],
            lists: ["letters": choices]
        )
        let several = FieldValue.choices(of: ["alpha", "zeta"])
        #expect(capture.answer(path("m"), with: several) == nil)
        #expect(capture.filling.value(at: path("first")) == .text("zeta"))
        #expect(capture.filling.value(at: path("all")) == .text("zeta alpha"))
        #expect(capture.words(ofChosen: several, at: path("m")) == "Zeta, Alpha")
        // What is kept has one order, in which two people's answers are compared.
        #expect(capture.filling.answers[path("m")] == several)
    }
}
