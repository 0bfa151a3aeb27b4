// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// The server's database in SQLite, oldest step first.
    package static let serverSQLite = [
        Migration("sqlite_0001_log", PackageResources.sqlite_0001_log_sql),
        Migration("sqlite_0002_directory", PackageResources.sqlite_0002_directory_sql),
        Migration("sqlite_0003_erasure", PackageResources.sqlite_0003_erasure_sql),
        Migration("sqlite_0004_blobs", PackageResources.sqlite_0004_blobs_sql),
        Migration("sqlite_0005_awaiting", PackageResources.sqlite_0005_awaiting_sql),
        Migration("sqlite_0006_closings", PackageResources.sqlite_0006_closings_sql),
        Migration("sqlite_0007_device_names", PackageResources.sqlite_0007_device_names_sql),
        Migration("sqlite_0008_passphrases", PackageResources.sqlite_0008_passphrases_sql),
    ]

    /// The keys of sealed payloads, in a database of their own.
    package static let serverKeys = [
        Migration("keys_0001_key", PackageResources.keys_0001_key_sql)
    ]
}
