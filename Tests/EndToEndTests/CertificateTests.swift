// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@Suite("Proof of who the server is", .timeLimit(.minutes(15)))
struct CertificateTests {
    @Test("a certificate of one's own authority is good with --ca, then and at every sync")
    func accepted() async throws {
        let secured = try await Secured("IP:127.0.0.1,DNS:localhost")
        #expect(secured.server.url.hasPrefix("https://127.0.0.1:"))
        let device = try secured.device("office")
        try await device.run(
            "enrol",
            secured.server.url,
            secured.code,
            "--ca",
            secured.authority
        )
        try await device.run("admin", "organisation", "add", "Mills", "--council", "bradford")
        #expect(try await device.json("sync")["digestsAgree"] == true)
    }

    @Test("without --ca it is no proof: nothing is sent, and the code is still good")
    func unknownAuthority() async throws {
        let secured = try await Secured("IP:127.0.0.1")
        let device = try secured.device("office")
        let problem = try await device.problem("enrol", secured.server.url, secured.code, exit: 4)
        #expect(problem["code"] == "device.certificate")
        #expect(!secured.server.log.contains("v1/enrol"))
        try await device.run(
            "enrol",
            secured.server.url,
            secured.code,
            "--ca",
            secured.authority
        )
        #expect(secured.server.log.contains("v1/enrol"))
    }

    @Test("a certificate for another name is no proof, whoever signed it")
    func wrongName() async throws {
        let secured = try await Secured("DNS:keeplocal.example.org")
        let problem = try await secured.device("office").problem(
            "enrol",
            secured.server.url,
            secured.code,
            "--ca",
            secured.authority,
            exit: 4
        )
        #expect(problem["code"] == "device.certificate")
        #expect(!secured.server.log.contains("v1/enrol"))
    }

    @Test("http:// to another address than this machine's own is refused before a connection")
    func inTheClear() async throws {
        let folder = try Folder()
        let device = Device(home: try folder.path("home"), folder: folder)
        let listener = try Listener(host: "127.0.0.2")
        for host in ["127.0.0.2", "[::ffff:127.0.0.2]", "0x7f000002", "127.2"] {
            let url = "http://\(host):\(listener.port)"
            let problem = try await device.problem("enrol", url, "AAAA-BBBB-CCCC", exit: 2)
            #expect(problem["code"] == "request.malformed", "\(host)")
        }
        #expect(!listener.wasAsked)
    }

    @Test(
        "keeplocald does not listen to other machines without a certificate",
        arguments: ["0.0.0.0", "::", "192.0.2.1"]
    )
    func listening(_ host: String) async throws {
        let folder = try Folder()
        let server = try Server(in: folder)
        _ = try await server.initialise()
        let outcome = try await server.run("serve", "--host", host, "--port", "0")
        #expect(outcome.exit == 2)
        #expect(outcome.errors.contains("--certificate"))
        #expect(outcome.output.isEmpty)
    }

    @Test("keeplocald says so when a certificate and a key do not belong together")
    func mismatch() async throws {
        let (one, two) = (try await Secured("IP:127.0.0.1"), try await Secured("IP:127.0.0.1"))
        try await one.server.stop()
        let outcome = try await one.server.run(
            "serve",
            "--port",
            "0",
            "--certificate",
            one.folder.path("tls/server.pem"),
            "--key",
            two.folder.path("tls/server.key")
        )
        #expect(outcome.exit == 1)
        #expect(outcome.errors.contains("cannot be used"))
    }
}

/// A socket that listens, to see whether anybody comes.
private final class Listener {
    private let descriptor: Int32
    let port: UInt16

    init(host: String) throws {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let socket = Glibc.socket(AF_INET, type, 0)
        let code = Wire.withAddress(host, 0) { bind(socket, $0, $1) }
        var (address, size) = (sockaddr_in(), socklen_t(MemoryLayout<sockaddr_in>.size))
        let named = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(socket, $0, &size)
            }
        }
        guard code == 0, named == 0, listen(socket, 8) == 0 else {
            close(socket)
            throw ProgramFailure("\(host): \(String(cString: strerror(errno)))")
        }
        descriptor = socket
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }

    var wasAsked: Bool {
        let connection = accept(descriptor, nil, nil)
        if connection >= 0 { close(connection) }
        return connection >= 0
    }
}
