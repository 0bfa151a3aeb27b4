// SPDX-License-Identifier: Apache-2.0

extension Audience: CanonicalJSON {}

extension Scope: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("audience", audience)
            json.member("council", council)
            json.member("organisation", organisation)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        let place = try ReadPlace(from: &json)
        self.init(
            council: place.council,
            organisation: place.organisation,
            audience: place.audience
        )
    }
}

extension Feed: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("audience", audience)
            json.member("council", council)
            json.member("organisation", organisation)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        let place = try ReadPlace(from: &json)
        self.init(
            council: place.council,
            organisation: place.organisation,
            audience: place.audience
        )
    }
}

private struct ReadPlace {
    let council: CouncilID
    let organisation: OrganisationID?
    let audience: Audience

    init(from json: inout JSONReader) throws(JSONFault) {
        var (council, organisation, audience): (CouncilID?, OrganisationID?, Audience?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "council": council = try CouncilID(from: &json)
            case "organisation": organisation = try json.optional()
            case "audience": audience = try Audience(from: &json)
            default: try json.skip()
            }
        }
        self.council = try required(council, "council")
        self.organisation = organisation
        self.audience = try required(audience, "audience")
    }
}
