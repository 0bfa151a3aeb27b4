// SPDX-License-Identifier: Apache-2.0

import Disclosure
import FieldModel
import Figures
import Pictures

/// A report that may leave the organisation, and what is to be remembered of it.
struct DisclosedReport {
    let report: Report
    let publication: Publication

    /// Tables are told in their order, each after the ones before it.
    init(_ report: Report, _ material: ReportMaterial, after publication: Publication) throws {
        let threshold = Threshold(try material.threshold() ?? Threshold.usual)
        var disclosing = Disclosing(
            threshold,
            about: material.about,
            after: publication
        )
        if let returns = try material.returnsOfOwn() { disclosing.presume(told: returns) }
        if let nobody = material.absentMeasures(in: report) { disclosing.take(told: nobody) }
        let told = report.mapTables { disclosing.told($0) }
        self.publication = disclosing.publication
        let note =
            "[c] stands for a number that is not told, so that nobody can be recognised: those of"
            + " 1 to \(threshold.least - 1) people, and those from which such a number could be"
            + " worked out."
        self.report = told.suppressed > 0 ? told.adding(note: note) : told
    }
}
