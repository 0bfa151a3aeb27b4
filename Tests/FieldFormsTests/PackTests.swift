// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Schema
import Testing

@Suite("The pack keep-it-local")
struct PackTests {
    private let pack: Pack

    init() throws { pack = try Pack(files: try #require(Schema.packFiles("keep-it-local"))) }

    @Test("eleven councils with their codes, six principles, the free measures, 26 forms")
    func contents() {
        #expect(pack.councils.count == 11)
        #expect(Set(pack.councils.map(\.gss)).count == 11)
        #expect(pack.councils.allSatisfy { $0.gss.wholeMatch(of: /E0[6-9]\d{6}/) != nil })
        #expect(pack.councils.first { $0.id.text == "bradford" }?.gss == "E08000032")
        #expect(pack.principles.count == 6)
        #expect(pack.measures.filter { $0.key.hasPrefix("ons4") }.allSatisfy { !$0.mayBeSummed })
        #expect(pack.forms.count == 26)
    }

    @Test("every role is described, and said to hold where it does")
    func roles() {
        #expect(Set(pack.roles.map(\.key)) == Set(Role.allCases))
        for role in pack.roles {
            #expect(role.of == "\(role.key.place)", "\(role.key)")
            #expect(!role.title.isEmpty && role.does.hasSuffix("."), "\(role.key)")
        }
    }

    @Test("nothing is asked that nobody uses")
    func purpose() {
        func questions(_ items: [FormItem]) -> [FormItem] {
            items.flatMap { $0.items.map(questions) ?? [$0] }
        }
        for form in pack.forms {
            for item in questions(form.items) {
                #expect(item.usedBy?.isEmpty == false, "\(form.id): \(item.name)")
            }
        }
    }

    @Test("case data belongs to the organisation, all else to the council")
    func audiences() {
        for form in pack.forms {
            #expect((form.category == .caseData) == (form.audience == .organisation), "\(form.id)")
        }
    }

    @Test("what decides is written by those who decide, and filled in by nobody")
    func decisions() {
        let decisions = pack.forms.filter { $0.writers != nil }
        #expect(decisions.count == 6)
        #expect(decisions.allSatisfy { $0.ofCommands == true })
        for form in decisions {
            let writers = Role.allCases.filter { form.lets($0, .write) }
            #expect(Set(writers) == Set(form.writers ?? []), "\(form.id)")
            #expect(form.lets(.administrator, .resolve), "\(form.id)")
            #expect(!form.lets(.administrator, .write), "\(form.id)")
        }
    }

    @Test(
        "a form that names nobody as its writer, or who never writes such records, is refused",
        arguments: [([Role](), "name who may write"), ([.reviewer, .coordinator], "'reviewer'")]
    )
    func wrongWriters(_ writers: [Role], _ expected: String) throws {
        var form = try #require(pack.forms.first { $0.id.text == "contact" })
        form.writers = writers
        let error = #expect(throws: FormError.self) { try CompiledForm(form) }
        #expect(error?.problems.count == 1)
        #expect(error?.problems.first?.contains(expected) == true)
    }

    @Test("the list of measures of an outcome is the list of measures of the pack")
    func measures() throws {
        let outcome = try #require(pack.forms.first { $0.id.text == "outcome" })
        #expect(outcome.choiceLists?["measures"]?.map(\.name) == pack.measures.map(\.key))
    }

    @Test("a baseline lies on the scale of its measure")
    func scales() throws {
        let form = try CompiledForm(
            try #require(pack.forms.first { $0.id.text == "outcome" })
        )
        for measure in pack.measures {
            for (value, isFine) in [
                (measure.min, true), (measure.max, true), (measure.min - 1, false),
                (measure.max + 1, false),
            ] {
                let problems = form.check(
                    record: try answers([
                        "participant": .text("p"), "measure": .choice(measure.key),
                        "baseline/value": .integer(Int64(value)),
                        "baseline/date": .date(ExpressionTests.today),
                    ]),
                    in: Surroundings(today: ExpressionTests.today, now: Instant(milliseconds: 0))
                )
                #expect(problems.isEmpty == isFine, "\(measure.key) \(value): \(problems)")
            }
        }
    }
}

func answers(_ values: [String: FieldValue]) throws -> [FieldPath: FieldValue] {
    var answers: [FieldPath: FieldValue] = [:]
    for (path, value) in values { answers[try #require(FieldPath(path))] = value }
    return answers
}
