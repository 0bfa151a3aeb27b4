// SPDX-License-Identifier: Apache-2.0

extension Schema {
    /// The server's database in SQLite, oldest step first.
    package static let serverSQLite = [
        Migration("sqlite_0001_log", PackageResources.sqlite_0001_log_sql),
        Migration("sqlite_0002_directory", PackageResources.sqlite_0002_directory_sql),
    ]
}
