// SPDX-License-Identifier: Apache-2.0

import FieldModel

/// What is said to those whose role has no part in something: that they receive none, and not
/// that there is none.
extension Actor {
    /// Whether a council's own records of a category come to this person.
    func receives(_ category: Category) -> Bool {
        grants.contains { grant in
            grant.role.place != .organisation && allowed(grant.role, category).contains(.read)
        }
    }

    /// Whether this person keeps a council's own records of a category.
    func keeps(_ category: Category) -> Bool {
        grants.contains { grant in
            grant.role.place != .organisation && allowed(grant.role, category).contains(.write)
        }
    }

    /// Whether this person rates a council for an organisation.
    var ratesForOrganisation: Bool {
        grants.contains { grant in
            grant.role.place == .organisation && allowed(grant.role, .principle).contains(.write)
        }
    }

    /// `nothing` is what there is none of, and `remedy` the command by which who keeps spending
    /// makes it.
    func spendAbsence(_ nothing: String, _ remedy: String) -> String {
        guard receives(.spend) else {
            return Self.noSpending + " What councils told the network of it: keeplocal report spend"
        }
        return keeps(.spend)
            ? "\(nothing) \(remedy)" : "\(nothing) Finance officers of the council keep it."
    }

    static let noSpending =
        "Your role receives no council's spending, so none is shown: it comes to finance officers,"
        + " reviewers and the champion in senior leadership."

    var principleAbsence: String {
        let remedy = "Begin with: keeplocal principle assess local_spend --level 1"
        if receives(.principle) {
            return "No assessment is on this device yet. "
                + (keeps(.principle) ? remedy : "Reviewers and champions of the council make it.")
        }
        guard ratesForOrganisation else {
            return "Your role receives no assessments of principles, so none is shown. What"
                + " councils told the network of them: keeplocal report network"
        }
        return "Your organisation has not rated the council yet; what a council says of itself"
            + " reaches the council's people only. \(remedy)"
    }
}
