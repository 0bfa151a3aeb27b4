// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// The files of a pack by their base names; nil for a pack that is not carried.
    package static func packFiles(_ name: String) -> [String: [UInt8]]? {
        name == "keep-it-local" ? keepItLocal : nil
    }

    private static let keepItLocal: [String: [UInt8]] = [
        "councils": PackageResources.councils_json,
        "principles": PackageResources.principles_json,
        "measures": PackageResources.measures_json,
        "roles": PackageResources.roles_json,
        "form_participant": PackageResources.form_participant_json,
        "form_enrolment": PackageResources.form_enrolment_json,
        "form_contact": PackageResources.form_contact_json,
        "form_outcome": PackageResources.form_outcome_json,
        "form_distinct_people": PackageResources.form_distinct_people_json,
        "form_consent_exception": PackageResources.form_consent_exception_json,
        "form_return_waiver": PackageResources.form_return_waiver_json,
        "form_late_work": PackageResources.form_late_work_json,
        "form_service": PackageResources.form_service_json,
        "form_quarterly_return": PackageResources.form_quarterly_return_json,
        "form_spend_row": PackageResources.form_spend_row_json,
        "form_spend_ledger": PackageResources.form_spend_ledger_json,
        "form_supplier": PackageResources.form_supplier_json,
        "form_ledger_mapping": PackageResources.form_ledger_mapping_json,
        "form_spend_definition": PackageResources.form_spend_definition_json,
        "form_spend_figure": PackageResources.form_spend_figure_json,
        "form_spend_target": PackageResources.form_spend_target_json,
        "form_ward_lookup": PackageResources.form_ward_lookup_json,
        "form_neighbourhood": PackageResources.form_neighbourhood_json,
        "form_place_need": PackageResources.form_place_need_json,
        "form_place_position": PackageResources.form_place_position_json,
        "form_organisation_change": PackageResources.form_organisation_change_json,
        "form_network_figure": PackageResources.form_network_figure_json,
        "form_told_numbers": PackageResources.form_told_numbers_json,
        "form_told_by_council": PackageResources.form_told_by_council_json,
        "form_principle_assessment": PackageResources.form_principle_assessment_json,
    ]
}
