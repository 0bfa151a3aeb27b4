// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Testing
import XLSForms

/// Fills each form of the folder as a person would, stop by stop, and looks that nothing is left
/// that nobody could answer.
@Suite("The forms of the folder are filled in")
struct FilledFormTests {
    private static let today = PlainDate(daysSince1970: 20_780)
    private static let now = Instant(milliseconds: 1_795_430_000_000)
    /// What somebody might type, the likeliest first.
    private static let words = [
        "5", "Ann Smith", "today", "yesterday", "1980-05-06", "12:30", "18:45", "2.5", "1", "0",
        "18", "40", "yes", "no", "51.45 -2.58", "LS1 4AP", "07700 900123", "ann@example.org",
        "AB123456C",
        "E01010568", "A long enough answer of several words", "tomorrow", "10:00", "100", "1000",
    ]

    @Test("to the end, by the keys of a person", arguments: FormFiles.names)
    func filled(_ name: String) throws {
        let form = try CompiledForm(
            FormImport(FormFiles.sheets(name), FormFiles.options()).definition
        )
        let surroundings = Surroundings(today: Self.today, now: Self.now, wall: .utc)
        var capture = Capture(Filling(form, surroundings: surroundings))
        var (steps, visited, added) = (0, Set<FieldPath>(), Set<FieldPath>())
        while capture.stop != .end, steps < 4_000 {
            steps += 1
            for path in capture.questionsHere where visited.insert(path).inserted {
                answer(path, in: &capture)
            }
            if case .list(let list) = capture.stop, capture.isOpenEnded(list),
                added.insert(list).inserted
            {
                var random = SystemRandomNumberGenerator()
                capture.addInstance(to: list, at: Self.now, using: &random)
                #expect(capture.stop != .list(list), "\(name): \(list) does not open")
                continue
            }
            capture.skip()
        }
        #expect(capture.stop == .end, "\(name): no end after \(steps) steps")
        let left = capture.filling.problems.filter { problem in
            // There is no record here to choose from.
            let field = FieldPath(problem.path).flatMap { form.field($0) }
            return field?.item.choicesFrom?.records == nil
        }
        #expect(left == [], "\(name)")
    }

    /// The first that the form takes; a question that takes nothing stays without an answer.
    private func answer(_ path: FieldPath, in capture: inout Capture) {
        guard let field = capture.form.field(path), !capture.filling.isReadOnly(path) else {
            return
        }
        for value in values(for: field, at: path, in: capture)
        where capture.answer(path, with: value) == nil {
            if capture.filling.problems.allSatisfy({ $0.path != path.text }) { return }
        }
        _ = capture.answer(path, with: nil)
    }

    private func values(
        for field: FormField,
        at path: FieldPath,
        in capture: Capture
    ) -> [FieldValue] {
        let names = capture.filling.choices(at: path).map(\.name)
        switch field.item.type {
        case .choice: return names.map { .choice($0) }
        case .choices: return names.map { .choices(of: [$0]) } + [.choices(of: names)]
        case .rank: return [.text(names.joined(separator: " "))]
        case .blob:
            let photo = BlobReference(
                sha256: Hash(of: []),
                sizeBytes: 1_000,
                mediaType: "image/jpeg"
            )
            return [.blob(photo)]
        default:
            return Self.words.compactMap { try? field.parse($0, at: path, today: Self.today) }
        }
    }
}
