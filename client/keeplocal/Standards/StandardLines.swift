// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Standards

/// What is said about a file of a standard, before and after it is written.
enum StandardLines {
    /// - Throws: `Failure` that names every record which lacks something, and what mends it.
    static func requireWhole(_ publication: Publication) throws {
        let noun = publication.standard.noun
        guard !publication.services.isEmpty else {
            throw Failure(
                usage: "There is no \(noun) to write, so nothing was written. A service says how it"
                    + " is commissioned with: keeplocal edit SERVICE --set contract="
                    + example(of: publication.standard)
            )
        }
        let lacking = publication.shortfalls
        guard !lacking.isEmpty else { return }
        let shown = lacking.prefix(shownMax).map { "\n  " + words(of: $0) }.joined()
        let rest = lacking.count - shownMax
        throw Failure(
            Problem(
                .fieldRequired,
                "Nothing was written: \(count(lacking.count, "thing")) to mend first."
                    + shown + (rest > 0 ? "\n  and \(rest) more" : ""),
                details: ["lacking": .array(lacking.map(json))]
            )
        )
    }

    private static let shownMax = 20

    private static func example(of standard: Standard) -> String {
        standard == .contracts ? "contract" : "grant"
    }

    private static func words(of shortfall: Shortfall) -> String {
        let name = shortfall.name.isEmpty ? shortfall.record.short : inert(shortfall.name)
        return "\(name): \(shortfall.words): \(remedy(of: shortfall))"
    }

    private static func remedy(of shortfall: Shortfall) -> String {
        switch shortfall.remedy {
        case .answer(let field, let example):
            "keeplocal edit \(shortfall.record.short) --set \(field)=\(example)"
        case .decide: "keeplocal conflict list"
        case .council: "an administrator mends it: keeplocal admin council|organisation"
        }
    }

    private static func json(_ shortfall: Shortfall) -> JSON {
        [
            "record": .string(shortfall.record.description), "name": .string(shortfall.name),
            "problem": .string(shortfall.words), "remedy": .string(remedy(of: shortfall)),
        ]
    }

    /// What the publisher should know of the file.
    static func remarks(_ publication: Publication, hasPrefix: Bool) -> [String] {
        var remarks: [String] = []
        let unknown = publication.unregistered.count
        if unknown > 0 {
            remarks.append(
                "\(count(unknown, "organisation")) without a registered identifier:"
                    + (publication.standard == .services
                        ? " none is written."
                        : " one of KeepLocal's own, keeplocal-…, is written.")
                    + " Where there is one: keeplocal edit SERVICE --set org_id=GB-CHC-…"
            )
        }
        for (id, names) in publication.shared {
            remarks.append(
                "\(names.map { inert($0) }.joined(separator: " and ")) have one registered"
                    + " identifier, \(id): whoever reads the file takes them for one organisation."
                    + " Where that is wrong: keeplocal edit SERVICE --set org_id=GB-CHC-…"
            )
        }
        if publication.standard == .grants, !hasPrefix {
            remarks.append(
                "Grants are numbered keeplocal-…: once the council has a 360Giving prefix, write"
                    + " the file with --prefix, and always with the same."
            )
        }
        return remarks
    }
}
