// SPDX-License-Identifier: Apache-2.0

import Testing

/// A worker's device that has its forms, with a terminal beside it.
struct ContactScreen {
    let installation: Installation
    let device: Device
    let screen: Tmux

    init() async throws {
        installation = try await Installation()
        device = try await installation.join("Amina", "worker")
        try await device.run("sync")
        screen = try await Tmux(installation.folder)
    }

    static let keeplocal = Running.path(of: "keeplocal")

    /// Opens a contact on the full screen: anew, or where it was left.
    func open(_ environment: [String] = [], goingOn: Bool = false) async throws {
        try await screen.run([Self.keeplocal], home: device.home, environment)
        try await screen.shows("New record")
        try await screen.press("n")
        try await screen.shows("› Contact")
        try await screen.press("Enter")
        guard goingOn else { return }
        try await screen.shows("› Go on with Contact")
        try await screen.press("Enter")
    }

    /// Asks for a contact line by line.
    func ask(_ environment: [String] = []) async throws {
        try await screen.run([Self.keeplocal, "new", "contact"], home: device.home, environment)
    }
}
