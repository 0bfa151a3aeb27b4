// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore

extension AdminGrant {
    struct Roles: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Say which roles there are, and what each does."
        )

        @OptionGroup var device: DeviceOptions

        func run() throws {
            let roles = try Pack.roles()
            let json = roles.map { role -> JSON in
                [
                    "role": .string(role.key.rawValue), "title": .string(role.title),
                    "of": .string(role.of), "does": .string(role.does),
                ]
            }
            try device.show(.array(json)) {
                for role in roles {
                    Terminal.line(Style.bold("\(role.key.rawValue)  (\(role.of))"))
                    for line in role.does.wrapped() { Terminal.line("  " + line) }
                }
            }
        }
    }
}
