// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Carry work by hand where there is no network.",
        discussion: """
            keeplocal bundle export stick/amina.bundle            here, without a network
            keeplocal bundle import stick/amina.bundle  on any colleague's device with one
            keeplocal bundle import stick/amina.bundle.receipts
                  here again: what became of it
            Nobody but the server can read or change a bundle. Imported twice, it counts
            once. Files that the server does not have go with it, as far as they fit.
            """,
        subcommands: [BundleExport.self, BundleImport.self]
    )
}
