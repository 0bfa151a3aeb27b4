// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The source tree as text, found from this file's own place.
enum House {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    struct File {
        /// From the root, such as `client/FieldStore/FieldStore.swift`.
        let path: String
        let text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

        /// `client/FieldStore` for the file above; `Tests/FieldModelTests`, `schema` likewise.
        var module: String {
            let parts = path.split(separator: "/")
            return parts[0] == "schema" ? "Schema" : String(parts[1])
        }

        /// The text without comments and string literals, line by line.
        var code: [String] {
            lines.map { line in
                var text = String(line)
                if let comment = text.range(of: "//") { text = String(text[..<comment.lowerBound]) }
                return text.replacing(#/"(?:\\.|[^"\\])*"/#, with: "\"\"")
            }
        }
    }

    static let products = ["Sources", "schema", "server", "client"]

    static func files(_ folders: [String], ending: String) throws -> [File] {
        try folders.flatMap { folder -> [File] in
            let base = root.appending(path: folder)
            guard
                let walk = FileManager.default.enumerator(
                    at: base,
                    includingPropertiesForKeys: nil
                )
            else { return [] }
            return try walk.compactMap { $0 as? URL }.filter { $0.path.hasSuffix(ending) }.map {
                File(
                    path: String($0.path.dropFirst(root.path.count)).trimmingPrefix("/")
                        .description,
                    text: try String(contentsOf: $0, encoding: .utf8)
                )
            }
        }.sorted { $0.path < $1.path }
    }
}
