// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// What a server answered, byte for byte.
struct WireAnswer: Sendable {
    let status: Int
    let head: String
    let body: String

    func json() throws -> Document { try Document(parsing: body) }
}

/// Requests on a bare socket, which can be cut off anywhere.
struct Wire: Sendable {
    let port: UInt16
    private static let seconds = 20

    static func request(
        _ method: String,
        _ target: String,
        authorization: String?,
        body: Data = Data()
    ) -> Data {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        if let authorization { head += "Authorization: \(authorization)\r\n" }
        if !body.isEmpty {
            head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
        }
        return Data((head + "\r\n").utf8) + body
    }

    /// Sends all of it, and reads until the server closes the connection.
    func ask(_ request: Data) async throws -> WireAnswer {
        let data = try await onThread { try exchange(request) }
        let text = String(decoding: data, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"),
            let status = Int(text.dropFirst(9).prefix(3))
        else { throw ProgramFailure("This is no HTTP answer: \(text.prefix(200))") }
        let (head, body) = (text[..<end.lowerBound], text[end.upperBound...])
        return WireAnswer(status: status, head: String(head), body: String(body))
    }

    func ask(
        _ method: String,
        _ target: String,
        authorization: String?,
        body: Data = Data()
    ) async throws -> WireAnswer {
        try await ask(
            Self.request(method, target, authorization: authorization, body: body)
        )
    }

    /// Sends the first bytes of a request, and breaks the connection.
    func send(_ request: Data, cutAfter count: Int) async throws {
        _ = try await onThread { () -> Data in
            let socket = try connected()
            defer { close(socket) }
            try Self.write(request.prefix(count), to: socket)
            return Data()
        }
    }

    private func onThread(_ body: @escaping @Sendable () throws -> Data) async throws -> Data {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }

    private func exchange(_ request: Data) throws -> Data {
        let socket = try connected()
        defer { close(socket) }
        try Self.write(request, to: socket)
        var (answer, buffer) = (Data(), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count >= 0 else { throw Self.failure("recv") }
            if count == 0 { return answer }
            answer.append(contentsOf: buffer[..<count])
        }
    }

    private func connected() throws -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, type, 0)
        var limit = timeval(tv_sec: Self.seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        let code = Self.withAddress("127.0.0.1", port) { connect(descriptor, $0, $1) }
        guard code == 0 else {
            close(descriptor)
            throw Self.failure("connect")
        }
        return descriptor
    }

    private static func write(_ data: Data, to socket: Int32) throws {
        let flags = Int32(MSG_NOSIGNAL)
        try data.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[sent...])
                let count = Glibc.send(socket, rest.baseAddress, rest.count, flags)
                guard count > 0 else { throw failure("send") }
                sent += count
            }
        }
    }

    static func withAddress<Value>(
        _ host: String,
        _ port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) throws -> Value
    ) rethrows -> Value {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr(host)
        let size = MemoryLayout<sockaddr_in>.size
        return try withUnsafePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(size))
            }
        }
    }

    private static func failure(_ what: String) -> ProgramFailure {
        ProgramFailure("\(what): \(String(cString: strerror(errno)))")
    }
}

extension Device {
    /// What stands in its file of who it is.
    func identity() async throws -> Document {
        let found = try await query("SELECT CAST(value AS TEXT) FROM fact WHERE key = 'identity'")
        return try Document(parsing: found.first ?? "")
    }

    func authorization() async throws -> String {
        "Bearer " + (try await identity()["token"].text ?? "")
    }

    /// What it has in its journal, as it would send it.
    func changes() async throws -> [Document] {
        try await query("SELECT CAST(change AS TEXT) FROM journal ORDER BY number").map {
            try Document(parsing: $0)
        }
    }

    /// The body with which it would send all of it.
    func push() async throws -> Data {
        try Document.object(["changes": .list(await changes()), "unsent": 0]).encoded()
    }

    func pushRequest() async throws -> Data {
        let (token, body) = (try await authorization(), try await push())
        return Wire.request("POST", "/v1/push", authorization: token, body: body)
    }
}
