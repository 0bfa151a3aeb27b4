// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// What a client sent, one request a connection.
struct Request: Sendable {
    /// From 1, in the order they came.
    let number: Int
    let method: String
    let target: String
    /// By their names in lower case.
    let headers: [String: String]
    let body: Data
}

enum Reply: Sendable {
    case answer(Int, Data, headers: [String: String] = [:])
    /// Bytes as they are, and the end of the connection.
    case raw(Data)
    /// Pieces with a pause before each, then nothing until the client goes away.
    case pieces([String], pauseSeconds: Double)
    case hangUp

    static func text(_ status: Int, _ text: String) -> Reply { .answer(status, Data(text.utf8)) }
}

/// An HTTP server over bare sockets, as honest or as broken as it is told to be.
///
/// It listens on a port of this machine, and ends with this object.
final class RawServer: Sendable {
    let address: String
    private let listener: Int32
    private let seen: Seen

    var requests: [Request] { seen.requests.withLock { $0 } }

    private final class Seen: Sendable {
        let requests = Mutex<[Request]>([])
    }

    init(_ reply: @escaping @Sendable (Request) -> Reply) throws {
        let (listener, port) = try Self.listen()
        let seen = Seen()
        (self.listener, self.seen) = (listener, seen)
        address = "http://127.0.0.1:\(port)"
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else { break }
                let number = seen.requests.withLock { $0.count } + 1
                if let request = Connection.read(connection, number: number) {
                    seen.requests.withLock { $0.append(request) }
                    Connection.write(reply(request), to: connection)
                }
                close(connection)
            }
            close(listener)
        }
    }

    /// Wakes the thread, which alone closes the socket: its number may be another one's at once.
    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// The address of a port on which nobody listens.
    static func deadAddress() throws -> String {
        let (listener, port) = try listen()
        close(listener)
        return "http://127.0.0.1:\(port)"
    }

    private static func listen() throws -> (Int32, UInt16) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && Glibc.listen(listener, 16) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileNoSuchFile) }
        return (listener, UInt16(bigEndian: address.sin_port))
    }
}

private enum Connection {
    static func read(_ connection: Int32, number: Int) -> Request? {
        var data = Data()
        let end = Data("\r\n\r\n".utf8)
        var head = data.range(of: end)
        while head == nil {
            guard let more = receive(connection) else { return nil }
            data += more
            head = data.range(of: end)
        }
        guard let head else { return nil }
        let lines = String(decoding: data[..<head.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        var body = Data(data[head.upperBound...])
        while body.count < headers["content-length"].flatMap(Int.init) ?? 0 {
            guard let more = receive(connection) else { return nil }
            body += more
        }
        return Request(
            number: number,
            method: words[0],
            target: words[1],
            headers: headers,
            body: body
        )
    }

    static func write(_ reply: Reply, to connection: Int32) {
        switch reply {
        case .answer(let status, let body, let headers):
            let extra = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
            let head =
                "HTTP/1.1 \(status) -\r\nContent-Length: \(body.count)\r\n"
                + "Connection: close\r\n\(extra)\r\n"
            send(Data(head.utf8) + body, connection)
        case .raw(let data): send(data, connection)
        case .pieces(let pieces, let pauseSeconds):
            for piece in pieces {
                Thread.sleep(forTimeInterval: pauseSeconds)
                send(Data(piece.utf8), connection)
            }
            while receive(connection) != nil {}
        case .hangUp: break
        }
    }

    private static func send(_ data: Data, _ connection: Int32) {
        data.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count, let start = bytes.baseAddress {
                let count = Glibc.send(
                    connection,
                    start + sent,
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
                guard count > 0 else { return }
                sent += count
            }
        }
    }

    private static func receive(_ connection: Int32) -> Data? {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(connection, &buffer, buffer.count, 0)
        return count > 0 ? Data(buffer[..<count]) : nil
    }
}
