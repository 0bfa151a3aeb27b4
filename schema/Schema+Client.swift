// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// The device's database, oldest step first.
    package static let client = [
        Migration("client_0001_journal", PackageResources.client_0001_journal_sql),
        Migration("client_0002_evidence", PackageResources.client_0002_evidence_sql),
        Migration("client_0003_drafts", PackageResources.client_0003_drafts_sql),
        Migration("client_0004_lines", PackageResources.client_0004_lines_sql),
        Migration("client_0005_form_drafts", PackageResources.client_0005_form_drafts_sql),
        Migration("client_0006_spend", PackageResources.client_0006_spend_sql),
        Migration("client_0007_counted", PackageResources.client_0007_counted_sql),
        Migration("client_0008_subjects", PackageResources.client_0008_subjects_sql),
        Migration("client_0009_missing", PackageResources.client_0009_missing_sql),
        Migration("client_0010_reviewed", PackageResources.client_0010_reviewed_sql),
        Migration("client_0011_seals", PackageResources.client_0011_seals_sql),
        Migration("client_0012_lines_apart", PackageResources.client_0012_lines_apart_sql),
        Migration("client_0013_shown", PackageResources.client_0013_shown_sql),
    ]

    /// The file of the lines that lists show, which can always be made anew.
    package static let lines = Migration("lines_0001_line", PackageResources.lines_0001_line_sql)
}
