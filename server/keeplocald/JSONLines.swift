// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Logging

/// Logs one JSON object a line to standard error.
struct JSONLines: LogHandler {
    var logLevel = Logger.Level.info
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields: [String: JSON] = [
            "time": .string(ServerClock.now().description), "level": .string(event.level.rawValue),
            "message": .string(event.message.description),
        ]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            fields[key] = .string(value.description)
        }
        guard let line = try? Canonical.encode(JSON.object(fields)) else { return }
        try? FileHandle.standardError.write(contentsOf: line + Data("\n".utf8))
    }
}
