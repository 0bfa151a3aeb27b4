// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import Foundation
import Workbooks
import XLSForms

/// Forms of a given length, as a council would write them.
enum LongForm {
    /// Questions of all usual kinds, in groups of ten, with rules, conditions and calculations.
    static func sheets(questions: Int) -> [Sheet] {
        var survey = [
            [
                "type", "name", "label", "hint", "required", "relevant", "constraint",
                "constraint_message", "calculation",
            ]
        ]
        for number in 0..<questions {
            if number % 10 == 0 {
                let place = number / 10 + 1
                survey.append(["begin group", "part_\(place)", "Part \(place)"])
            }
            survey.append(question(number))
            if number % 10 == 9 || number == questions - 1 { survey.append(["end group"]) }
        }
        let choices =
            [["list_name", "name", "label"]]
            + (0..<40).map { ["places", "place_\($0)", "Place number \($0)"] }
        let settings = [["form_title", "form_id"], ["A long form", "long"]]
        return [
            Sheet("survey", cells: survey), Sheet("choices", cells: choices),
            Sheet("settings", cells: settings),
        ]
    }

    private static func question(_ number: Int) -> [String] {
        let (name, label) = ("q\(number)", "Question number \(number + 1)?")
        let former = "${q\(max(0, number - number % 10))}"
        return switch number % 10 {
        case 0: ["integer", name, label, "A whole number", "yes", "", ". >= 0", "Not below 0.", ""]
        case 1: ["text", name, label, "", "", "\(former) > 3", "", "", ""]
        case 2: ["select_one places", name, label, "", "yes", "", "", "", ""]
        case 3: ["select_multiple places", name, label, "", "", "\(former) != 7", "", "", ""]
        case 4: ["decimal", name, label, "", "", "", ". < 1000", "Below 1,000.", ""]
        case 5: ["date", name, label, "", "", "", ". <= today()", "Not in the future.", ""]
        case 6: ["calculate", name, "", "", "", "", "", "", "\(former) * 2 + 1"]
        case 7: ["note", name, "Part so far: ${q\(number - 1)}"]
        case 8: ["text", name, label, "", "", "", "regex(., '^[A-Z]{2}[0-9]+$')", "AB12", ""]
        default: ["geopoint", name, label, "", "", "\(former) > 1 and \(former) < 90", "", "", ""]
        }
    }

    /// A repeat with a calculation in each row, and a sum over all rows.
    static func withRows() throws -> CompiledForm {
        let text = """
            | survey |
            | | type | name | label | calculation | relevant |
            | | begin repeat | visit | Visits | | |
            | | integer | minutes | Minutes | | |
            | | calculate | hours | | ${minutes} div 60 | |
            | | text | remark | Remark | | ${minutes} > 30 |
            | | end repeat | | | | |
            | | calculate | total | | sum(${minutes}) | |
            | | note | so_far | So far ${total} | | |

            | settings |
            | | form_title | form_id |
            | | Visits | visits |
            """
        let form = try FormImport(MarkdownTables.sheets(of: Data(text.utf8)), ImportOptions())
        return try CompiledForm(form.definition)
    }
}
