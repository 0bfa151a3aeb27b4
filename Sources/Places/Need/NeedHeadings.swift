// SPDX-License-Identifier: Apache-2.0

/// Where a list of need has what is needed: a file of two columns, `code` and `need`, or the file
/// of all ranks and deciles of the English Indices of Deprivation 2025 as it is published.
package struct NeedHeadings: Hashable, Sendable {
    /// True of the published file: 1 is the decile of the greatest need.
    package let isPublished: Bool
    let (code, need): (Int, Int)
    /// The council of each row, where the file tells: it has all of England then.
    let authority: Int?

    /// - Throws: `PlaceError` where a heading is missing, or the areas are not those of 2021.
    package init(_ cells: [String], line: Int) throws {
        let names = cells.map { $0.trimmed.lowercased() }
        guard !names.contains("lsoa code (2011)"), !names.contains("lsoa11cd") else {
            throw PlaceError(
                "Line \(line)",
                "These are LSOAs of 2011, as of the indices of 2019: others than those that records"
                    + " have. Nothing was imported. Take the Indices of Deprivation 2025."
            )
        }
        if let code = names.firstIndex(of: "code"), let need = names.firstIndex(of: "need") {
            (self.code, self.need, authority, isPublished) = (code, need, nil, false)
            return
        }
        let isDecile = { (name: String) in
            name.hasPrefix("index of multiple deprivation") && name.contains("decile")
        }
        guard let code = names.firstIndex(where: { $0 == "lsoa code (2021)" || $0 == "lsoa21cd" }),
            let need = names.firstIndex(where: isDecile)
        else {
            throw PlaceError(
                "Line \(line)",
                "The headings 'code' and 'need' are not there, nor those of the Indices of"
                    + " Deprivation 2025. Nothing was imported. Name the column of LSOA or ward"
                    + " codes 'code', and that of the numbers 'need'."
            )
        }
        (self.code, self.need, isPublished) = (code, need, true)
        authority = names.firstIndex { $0.hasPrefix("local authority district code") }
    }
}
