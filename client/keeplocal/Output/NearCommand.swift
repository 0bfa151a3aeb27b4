// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms

/// The command that somebody meant who wrote one that is not there.
enum NearCommand {
    /// - Returns: `keeplocal conflict take` for `conflict tke`; nil where every word is a command,
    ///   or none is near.
    static func of(_ arguments: [String], in root: any ParsableCommand.Type) -> String? {
        var (command, path) = (root, [root._commandName])
        for word in arguments {
            let subcommands = command.configuration.subcommands
            if subcommands.isEmpty || word.hasPrefix("-") { return nil }
            guard let next = subcommands.first(where: { $0._commandName == word }) else {
                let names = subcommands.map { $0._commandName }
                let start = names.filter { $0.hasPrefix(word) }
                let near = start.count == 1 ? start[0] : NearestName.of(word, among: names)
                return near.map { (path + [$0]).joined(separator: " ") }
            }
            (command, path) = (next, path + [word])
        }
        return nil
    }
}
