// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@testable import FieldForms

@Suite("The way through a form")
struct CaptureTests {
    private let first = InstanceID(high: 0, low: 1)
    private let second = InstanceID(high: 0, low: 2)

    private func capture(
        _ items: [FormItem],
        languages: [String]? = nil,
        lists: [String: [FormDefinition.Choice]]? = nil,
        answers: [FieldPath: FieldValue] = [:],
        at path: String? = nil
    ) throws -> Capture {
        var form = FormDefinition(
            id: try #require(FormID("walk")),
            version: 1,
            title: "Walk",
            audience: .organisation,
            category: .caseData
        )
        (form.items, form.languages, form.choiceLists) = (items, languages, lists)
        let surroundings = Surroundings(
            today: PlainDate(daysSince1970: 20_000),
            now: Instant(milliseconds: 0)
        )
        let filling = Filling(
            try CompiledForm(form),
            answers: answers,
            surroundings: surroundings
        )
        return Capture(filling, at: path.flatMap { FieldPath($0) })
    }

    private func path(_ text: String) -> FieldPath {
        FieldPath(text.split(separator: "/").map { FieldPath.Segment(name: String($0)) })
    }

    private var household: [FormItem] {
        [
            FillingForm.item(.text, "street"),
            FillingForm.item(.repeated, "household") { household in
                household.items = [
                    FillingForm.item(.text, "name") { $0.required = "yes" },
                    FillingForm.item(.repeated, "member") {
                        $0.items = [FillingForm.item(.text, "given")]
                    },
                    FillingForm.item(.integer, "rooms"),
                ]
            },
            FillingForm.item(.text, "remark"),
        ]
    }

    @Test("a question that an answer makes relevant is a stop at once, and none when it is undone")
    func skipLogic() throws {
        var capture = try capture([
            FillingForm.item(.boolean, "referred"),
            FillingForm.item(.text, "where") {
                $0.relevant = "${referred} = 'yes' or ${referred} = true()"
            },
            FillingForm.item(.text, "remark"),
        ])
        #expect(capture.progress == CaptureProgress(done: 0, total: 2))
        #expect(capture.answer(path("referred"), with: .boolean(true)) == nil)
        #expect(capture.next().isEmpty)
        #expect(capture.stop == .question(path("where")))
        #expect(capture.progress == CaptureProgress(done: 1, total: 3))
        #expect(capture.undo() == path("referred"))
        #expect(capture.stop == .question(path("referred")))
        #expect(capture.next().isEmpty && capture.stop == .question(path("remark")))
        #expect(capture.back() && capture.stop == .question(path("referred")))
        let (isBack, isThere) = (capture.back(), capture.go(to: path("where")))
        #expect(!isBack && !isThere)
    }

    @Test("what is needed holds the way until it is answered or skipped, and is found at the end")
    func needed() throws {
        var capture = try capture([
            FillingForm.item(.text, "who") { $0.required = "yes" },
            FillingForm.item(.integer, "age") {
                ($0.constraint, $0.constraintMessage) = (". < 120", "under 120")
            },
        ])
        #expect(capture.next().map(\.code) == [.fieldRequired])
        capture.skip()
        let wrong = capture.answer(path("age"), with: .integer(130))
        #expect(wrong?.code == .fieldConstraint && wrong?.message.contains("under 120") == true)
        #expect(capture.filling.answers.isEmpty)
        #expect(capture.answer(path("age"), with: .integer(30)) == nil)
        #expect(capture.next().isEmpty && capture.stop == .end)
        #expect(capture.goToProblem()?.code == .fieldRequired)
        #expect(capture.stop == .question(path("who")))
        #expect(capture.answer(path("who"), with: .text("Ada")) == nil)
        #expect(capture.goToProblem() == nil)
    }

    @Test("instances are a level of their own, nested ones too, entered from and left to the list")
    func nested() throws {
        var capture = try capture(household)
        capture.skip()
        let list = path("household")
        #expect(capture.stop == .list(list) && capture.isOpenEnded(list))
        var random = SystemRandomNumberGenerator()
        let now = capture.filling.surroundings.now
        capture.addInstance(to: list, at: now, using: &random)
        let first = try #require(capture.instances(of: list).last)
        let name = list.instance(first).child("name")
        #expect(capture.stop == .question(name))
        #expect(capture.next().map(\.code) == [.fieldRequired])
        #expect(capture.answer(name, with: .text("Okafor")) == nil && capture.next().isEmpty)
        let members = list.instance(first).child("member")
        #expect(capture.stop == .list(members))
        capture.addInstance(to: members, at: now, using: &random)
        let second = try #require(capture.instances(of: members).last)
        #expect(capture.stop == .question(members.instance(second).child("given")))
        #expect(capture.next().isEmpty && capture.stop == .list(members))
        #expect(capture.next().isEmpty && capture.next().isEmpty && capture.stop == .list(list))
        #expect(capture.next().isEmpty && capture.stop == .question(path("remark")))
        #expect(capture.back() && capture.stop == .list(list))
        #expect(capture.go(to: list.instance(first)) && capture.stop == .question(name))
        #expect(capture.back() && capture.stop == .list(list))
    }

    @Test("instances stand in the order in which they were added, also by one reading of the clock")
    func order() throws {
        var capture = try capture(household)
        var random = SystemRandomNumberGenerator()
        let list = path("household")
        for number in 0..<20 {
            // A clock that goes back as well.
            let now = capture.filling.surroundings.now.adding(seconds: Int64(-number / 10))
            capture.addInstance(to: list, at: now, using: &random)
        }
        let added = capture.instances(of: list)
        #expect(added.count == 20 && added.sorted() == added)
    }

    @Test("an instance that was taken away comes back with all its answers")
    func removal() throws {
        let list = path("household")
        let given = list.instance(first).child("member").instance(second).child("given")
        var capture = try capture(household, answers: [given: .text("Ada")])
        capture.removeInstance(first, from: list)
        #expect(capture.filling.answers.isEmpty && capture.stop == .list(list))
        #expect(capture.undo() == list && capture.filling.answers == [given: .text("Ada")])
        #expect(capture.undo() == nil && !capture.canUndo)
    }

    @Test("what cannot be changed is shown and says so")
    func readOnly() throws {
        let answers = [path("given"): FieldValue.text("x")]
        var capture = try capture(
            [FillingForm.item(.text, "given") { $0.readOnly = "yes" }],
            answers: answers
        )
        #expect(capture.answer(path("given"), with: .text("y"))?.code == .fieldConstraint)
        #expect(capture.filling.answers == answers && capture.next().isEmpty)
    }

    @Test("languages change what is read, and not where one stands")
    func languages() throws {
        var choice = FormDefinition.Choice(name: "y", label: "Yes")
        choice.translations = ["cy": "Ydw"]
        var capture = try capture(
            [
                FillingForm.item(.choice, "q") {
                    ($0.label, $0.choices) = ("Well?", "yn")
                    var texts = FormItem.Texts()
                    texts.label = "Iawn?"
                    $0.translations = ["cy": texts]
                }
            ],
            languages: ["en", "cy"],
            lists: ["yn": [choice]]
        )
        let question = path("q")
        #expect(capture.label(at: question) == "Well?")
        capture.switchLanguage()
        #expect(capture.label(at: question) == "Iawn?" && capture.label(of: choice) == "Ydw")
        #expect(capture.stop == .question(question))
        #expect(capture.speak("EN") && capture.label(at: question) == "Well?")
        let isSpoken = capture.speak("fr")
        var form = capture.form.definition
        form.languages = ["English (en)", "Cymraeg (cy)", "Cymraeg (cy-GB)"]
        #expect(form.language(meant: "english") == "English (en)")
        #expect(form.language(meant: "CY") == "Cymraeg (cy)")
        #expect(form.language(meant: "cymraeg") == nil)
        #expect(!isSpoken)
    }

    @Test("part of a label finds the choices that it may mean, the nearest first")
    func filtering() throws {
        let labels = ["Food bank", "Foodstuffs", "Bank account", "Seafood"]
        let choices = labels.enumerated().map {
            FormDefinition.Choice(name: "c\($0.offset)", label: $0.element)
        }
        let capture = try capture(
            [FillingForm.item(.choice, "q") { $0.choices = "list" }],
            lists: ["list": choices]
        )
        func found(_ typed: String) throws -> [String] {
            capture.choices(at: path("q"), matching: typed).map(\.label)
        }
        #expect(try found("food") == ["Food bank", "Foodstuffs"])
        #expect(try found(" BANK ") == ["Food bank", "Bank account"])
        #expect(try found("afoo") == ["Seafood"] && found("food bank") == ["Food bank"])
        #expect(try found("").count == 4 && found("zebra").isEmpty)
    }

    @Test("a draft opens where it was, and at the first open question when that place is gone")
    func resumed() throws {
        let answers = [path("street"): FieldValue.text("Elm")]
        let there = try capture(household, answers: answers, at: "household")
        #expect(there.stop == .list(path("household")))
        let gone = try capture(household, answers: answers, at: "cellar")
        #expect(gone.stop == .question(path("remark")))
    }

    @Test("more steps than are kept are let go of, oldest first")
    func bounded() throws {
        var capture = try capture([FillingForm.item(.integer, "n")])
        let last = Int64(CapturePast.stepsMax + 5)
        for number in 1...last { _ = capture.answer(path("n"), with: .integer(number)) }
        while capture.undo() != nil {}
        #expect(capture.filling.answers[path("n")] == .integer(5))
    }

    @Test("a counted repeat leads to each of its instances once, though nothing is answered there")
    func countedWithoutAnswers() throws {
        let kid = FillingForm.item(.repeated, "kid") {
            $0.items = [FillingForm.item(.text, "name")]
            $0.repeatCount = "2"
        }
        var capture = try capture([kid, FillingForm.item(.text, "remark")])
        var seen: [CaptureStop] = []
        while capture.stop != .end, seen.count < 20 {
            seen.append(capture.stop)
            _ = capture.next()
        }
        let kids = capture.filling.instances[path("kid")] ?? []
        let names = kids.map { CaptureStop.question(path("kid").instance($0).child("name")) }
        let list = CaptureStop.list(path("kid"))
        #expect(seen == [list, names[0], list, names[1], list, .question(path("remark"))])
    }
}
