// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A server with a certificate of an authority of our own, and a person who may enrol.
struct Secured {
    let server: Server
    let authority: String
    let code: String
    let folder: Folder

    /// With a certificate that is good for these names, such as `IP:127.0.0.1`.
    ///
    /// `prefix` is what runs it, `options` what it is given besides.
    init(
        _ names: String,
        through prefix: [String] = [],
        _ options: [String] = []
    ) async throws {
        folder = try Folder()
        server = try Server(in: folder)
        code = try await server.initialise()
        authority = try folder.path("tls/authority.pem")
        try await make(names)
        server.options = [
            "--certificate", try folder.path("tls/server.pem"),
            "--key", try folder.path("tls/server.key"),
        ]
        server.options += options
        try await server.start(through: prefix)
    }

    private func make(_ names: String) async throws {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        try await openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=Authority of the tests"] + key + [
                "-keyout", try folder.path("tls/authority.key"), "-out", authority,
            ]
        )
        try await openssl(
            ["req", "-x509", "-days", "2", "-subj", "/CN=KeepLocal"] + key + [
                "-addext", "subjectAltName=\(names)",
                "-addext", "basicConstraints=critical,CA:FALSE",
                "-CA", authority, "-CAkey", try folder.path("tls/authority.key"),
                "-keyout", try folder.path("tls/server.key"),
                "-out", try folder.path("tls/server.pem"),
            ]
        )
    }

    private func openssl(_ arguments: [String]) async throws {
        let outcome = try await Running(["openssl"] + arguments, in: folder).finish()
        guard outcome.exit == 0 else { throw ProgramFailure("openssl: \(outcome.errors)") }
    }

    func device(_ name: String) throws -> Device {
        Device(home: try folder.path(name), folder: folder, server: server)
    }
}
