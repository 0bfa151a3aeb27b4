// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A part of a council as its people call it: a set of LSOAs, from one day to another or until now.
package struct Neighbourhood: Hashable, Sendable {
    package let name: String
    package let areas: Set<String>
    package let from: PlainDate
    package let until: PlainDate?

    /// - Throws: `PlaceError` for one without areas, with a code that is none, or whose last day
    ///   comes before its first.
    package init(
        name: String,
        areas: some Sequence<String>,
        from: PlainDate,
        until: PlainDate? = nil
    ) throws {
        (self.name, self.areas) = (name, Set(areas))
        (self.from, self.until) = (from, until)
        if let wrong = self.areas.filter({ !AreaCode.lsoa.fits($0) }).min() {
            throw PlaceError(
                "Neighbourhood '\(name)'",
                "'\(wrong.prefix(40))' is no code of an LSOA, such as \(AreaCode.lsoa.example)."
                    + " Nothing was saved."
            )
        }
        guard !self.areas.isEmpty else {
            throw PlaceError("Neighbourhood '\(name)'", "It has no LSOA. Name some: --lsoa CODE")
        }
        guard until.map({ $0 >= from }) ?? true else {
            throw PlaceError(
                "Neighbourhood '\(name)'",
                "Its last day comes before its first. Nothing was saved."
            )
        }
    }

    package func isMeant(on day: PlainDate) -> Bool {
        from <= day && until.map { day <= $0 } ?? true
    }

    /// True where there is a day on which both are meant.
    package func meets(_ other: Neighbourhood) -> Bool {
        (until.map { other.from <= $0 } ?? true) && (other.until.map { from <= $0 } ?? true)
    }
}

extension Neighbourhood {
    /// Nil for one that lacks what it needs, or is in dispute.
    package init?(_ record: Record) {
        guard let name = record.text("name"), let areas = record.text("areas"),
            let from = record.date("from"), !record.isDisputed("name", "areas", "from", "until"),
            let made = try? Neighbourhood(
                name: name,
                areas: areas.split(separator: " ").map(String.init),
                from: from,
                until: record.date("until")
            )
        else { return nil }
        self = made
    }

    package var fields: [FieldPath: FieldValue] {
        var answers: [String: FieldValue] = [
            "name": .text(name), "from": .date(from),
            "areas": .text(areas.sorted().joined(separator: " ")),
        ]
        if let until { answers["until"] = .date(until) }
        return FieldPath.answers(answers)
    }
}
