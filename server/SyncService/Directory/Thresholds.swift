// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension Administering {
    /// - Throws: `Problem` `request.malformed` for one that protects nobody, or hides everything.
    func check(threshold: Int?) throws {
        let allowed = DirectoryEntry.Council.thresholds
        guard let threshold, !allowed.contains(threshold) else { return }
        throw Problem(
            .requestMalformed,
            "The smallest number of people that may be told is \(allowed.lowerBound) to"
                + " \(allowed.upperBound): of two, each would know the other. Nothing was changed."
        )
    }
}

extension AdminRequest.Council {
    /// As it is told, with settings that are its own or those that stand.
    func entry(
        threshold: Int?,
        stepUp: DirectoryEntry.Council.StepUp?
    ) -> DirectoryEntry.Council {
        DirectoryEntry.Council(
            id: id,
            name: name,
            gss: gss,
            region: region,
            orgID: orgID,
            type: type,
            officialName: officialName,
            threshold: threshold,
            stepUp: stepUp
        )
    }
}
