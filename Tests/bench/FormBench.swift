// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import Foundation
import Workbooks
import XLSForms

/// From a workbook on disk to a form that can be filled in.
struct FormBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forms",
        abstract: "Import of a long form from a workbook."
    )

    @Option(help: "How many questions it has.") var questions = 250
    @Option(help: "How often it is imported.") var times = 50
    @Option(help: "Where the workbook is left, for other programs.") var to: String?

    func run() throws {
        let workbook = try Workbook.data(of: LongForm.sheets(questions: questions))
        if let to { try workbook.write(to: URL(filePath: to)) }
        let reading = try Timings(times: times) { _ in _ = try Workbook.sheets(of: workbook) }
        let importing = try Timings(times: times) { _ in
            let form = try FormImport(Workbook.sheets(of: workbook), ImportOptions())
            guard try CompiledForm(form.definition).definition.items.isEmpty == false else {
                throw BenchFailure("The form that was imported is empty.")
            }
        }
        Figure.printHeader()
        Figure(
            what: "import of a form of \(questions) questions (.xlsx)",
            timings: importing,
            reference: "reading the workbook alone",
            against: reading
        ).print()
    }
}
