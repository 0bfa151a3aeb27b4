// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import GRDB
import Glibc
import Synchronization

/// Stands between a device and its server, and cuts whatever connection carries the last byte that
/// it was allowed; then it allows as much again.
final class CuttingProxy: Sendable {
    fileprivate struct State {
        var allowed = Int.max
        var left = Int.max
        var cuts = 0
        var bytesUp = 0
        var bytesDown = 0
    }

    let port: UInt16
    private let listener: Int32
    private let state: State.Box

    var cuts: Int { state.value.withLock { $0.cuts } }
    var bytesUp: Int { state.value.withLock { $0.bytesUp } }
    var bytesDown: Int { state.value.withLock { $0.bytesDown } }

    /// How many bytes, both ways together, pass before the next cut; after it as many again, or
    /// none.
    func allow(_ bytes: Int, once: Bool = false) {
        state.value.withLock { ($0.allowed, $0.left) = (once ? 0 : bytes, bytes) }
    }

    init(to server: UInt16) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let isBound = Wire.withAddress("127.0.0.1", 0) { bind(listener, $0, $1) == 0 }
        guard isBound, listen(listener, 16) == 0 else { throw ProgramFailure("no port") }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = getsockname(listener, $0, &length)
            }
        }
        let state = State.Box()
        (self.listener, self.state) = (listener, state)
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            while true {
                let near = accept(listener, nil, nil)
                guard near >= 0 else { break }
                let far = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
                guard Wire.withAddress("127.0.0.1", server, { connect(far, $0, $1) }) == 0 else {
                    close(near)
                    close(far)
                    continue
                }
                Self.join(near, far, state)
            }
            close(listener)
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func join(_ near: Int32, _ far: Int32, _ state: State.Box) {
        let ends = Ends()
        for (from, to, isUp) in [(near, far, true), (far, near, false)] {
            Thread.detachNewThread {
                pass(from, to, isUp, state)
                shutdown(near, Int32(SHUT_RDWR))
                shutdown(far, Int32(SHUT_RDWR))
                // The last of the two closes both: their numbers may be other sockets' at once.
                guard ends.isLast() else { return }
                close(near)
                close(far)
            }
        }
    }

    private static func pass(_ from: Int32, _ to: Int32, _ isUp: Bool, _ state: State.Box) {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = recv(from, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            let allowed = state.value.withLock { state in
                let allowed = min(count, state.left)
                state.left -= allowed
                if isUp { state.bytesUp += allowed } else { state.bytesDown += allowed }
                if allowed < count { (state.cuts, state.left) = (state.cuts + 1, state.allowed) }
                return allowed
            }
            var sent = 0
            while sent < allowed {
                let part = buffer[sent..<allowed].withUnsafeBytes {
                    send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard part > 0 else { return }
                sent += part
            }
            if allowed < count { return }
        }
    }

    private final class Ends: Sendable {
        private let left = Mutex(2)

        func isLast() -> Bool {
            left.withLock { left in
                left -= 1
                return left == 0
            }
        }
    }
}

extension CuttingProxy.State {
    fileprivate final class Box: Sendable {
        let value = Mutex(CuttingProxy.State())
    }
}

extension Device {
    /// Lets the device reach its server at another port of this machine.
    func pointAt(port: UInt16) async throws {
        let server = try await identity()["server"].text ?? ""
        let queue = try DatabaseQueue(path: home + "/keeplocal.sqlite")
        try await queue.write { db in
            let query = "SELECT value FROM fact WHERE key = 'identity'"
            let text = String(decoding: try Data.fetchOne(db, sql: query) ?? Data(), as: UTF8.self)
            let value = Data(text.replacing(server, with: "http://127.0.0.1:\(port)").utf8)
            try db.execute(
                sql: "UPDATE fact SET value = ?, seal = ? WHERE key = 'identity'",
                arguments: [value, Data(Hash(of: value).bytes)]
            )
        }
        try queue.close()
    }
}
