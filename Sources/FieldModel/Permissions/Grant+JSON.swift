// SPDX-License-Identifier: Apache-2.0

extension Grant: CanonicalJSON {
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("council", council)
            json.member("organisation", organisation)
            json.member("role", role)
        }
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (role, council): (Role?, CouncilID?)
        var organisation: OrganisationID?
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "role": role = try Role(from: &json)
            case "council": council = try json.optional()
            case "organisation": organisation = try json.optional()
            default: try json.skip()
            }
        }
        // Whether the place fits is for who gives it: a newer server may know more than this one.
        self.role = try required(role, "role")
        (self.council, self.organisation) = (council, organisation)
    }
}
