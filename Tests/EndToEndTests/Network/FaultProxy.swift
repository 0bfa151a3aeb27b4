// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// What the way between a device and a server does to a connection.
struct Weather: Sendable {
    enum Ending: Sendable {
        case reset
        /// The connection is closed in good order, but too early.
        case cut
        /// Nothing comes any more, and nobody says so.
        case stall
    }

    struct Way: Sendable {
        var delaySeconds = 0.0
        var sliceBytes = 64 * 1024
        var bytesPerSecond: Double?
        var ending: Ending?
        /// After so many bytes of this way.
        var endsAfterBytes = Int.max
    }

    var up = Way()
    var down = Way()
    /// Holds back the answer to `GET /v1/live`, which never ends, as a proxy that collects whole
    /// answers does.
    var holdsLive = false

    static let calm = Weather()

    static func up(_ ending: Ending, after bytes: Int) -> Weather {
        Weather(up: Way(ending: ending, endsAfterBytes: bytes))
    }

    static func down(_ ending: Ending, after bytes: Int) -> Weather {
        Weather(down: Way(ending: ending, endsAfterBytes: bytes))
    }
}

/// A TCP proxy before a server that spoils what passes, each connection by the next weather.
///
/// It listens on a port of this machine, and ends with this object.
final class FaultProxy: Sendable {
    let port: UInt16
    private let listener: Int32
    private let sky: Sky

    final class Sky: Sendable {
        struct State {
            var server: UInt16
            var next: [Weather] = []
            var always = Weather.calm
            var open: [ObjectIdentifier: Passage] = [:]
            var up = 0
            var down = 0
            /// Connections that came to the end that their weather had for them.
            var ended = 0
        }

        let state: Mutex<State>

        init(server: UInt16) { state = Mutex(State(server: server)) }
    }

    init(before server: UInt16) throws {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let listener = socket(AF_INET, type, 0)
        let code = Wire.withAddress("127.0.0.1", 0) { bind(listener, $0, $1) }
        var (address, size) = (sockaddr_in(), socklen_t(MemoryLayout<sockaddr_in>.size))
        let named = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(listener, $0, &size)
            }
        }
        guard code == 0, named == 0, listen(listener, 64) == 0 else {
            throw ProgramFailure("No port for a proxy.")
        }
        let sky = Sky(server: server)
        (self.listener, self.sky) = (listener, sky)
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread {
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { break }
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                Passage.open(from: client, sky)
            }
            close(listener)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        breakAll()
    }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Bytes that came through, in each direction.
    var bytes: (up: Int, down: Int) { sky.state.withLock { ($0.up, $0.down) } }

    var ended: Int { sky.state.withLock { $0.ended } }

    /// The weather of the next connections, one each; after them it is as it always is.
    func next(_ weather: [Weather]) { sky.state.withLock { $0.next = weather } }

    func always(_ weather: Weather) { sky.state.withLock { $0.always = weather } }

    /// Resets every connection that is open.
    func breakAll() {
        let open = sky.state.withLock { Array($0.open.values) }
        for passage in open { passage.end(.reset) }
    }
}

/// One connection through the proxy: a thread for each way; the last one closes both sockets.
final class Passage: Sendable {
    private let client: Int32
    private let server: Int32
    private let weather: Weather
    private let sky: FaultProxy.Sky
    private let state = Mutex((threads: 2, isOver: false, isLive: false))

    private init(_ client: Int32, _ server: Int32, _ weather: Weather, _ sky: FaultProxy.Sky) {
        (self.client, self.server, self.weather, self.sky) = (client, server, weather, sky)
    }

    static func open(from client: Int32, _ sky: FaultProxy.Sky) {
        let (port, weather) = sky.state.withLock { state in
            (state.server, state.next.isEmpty ? state.always : state.next.removeFirst())
        }
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let server = socket(AF_INET, type, 0)
        guard Wire.withAddress("127.0.0.1", port, { connect(server, $0, $1) }) == 0 else {
            close(server)
            close(client)
            return
        }
        let passage = Passage(client, server, weather, sky)
        sky.state.withLock { $0.open[ObjectIdentifier(passage)] = passage }
        Thread.detachNewThread { passage.carry(isUp: true) }
        Thread.detachNewThread { passage.carry(isUp: false) }
    }

    private func carry(isUp: Bool) {
        let (from, to) = isUp ? (client, server) : (server, client)
        let way = isUp ? weather.up : weather.down
        var (buffer, carried) = ([UInt8](repeating: 0, count: 64 * 1024), 0)
        carrying: while true {
            let wanted = min(buffer.count, way.sliceBytes)
            let count = recv(from, &buffer, wanted, 0)
            guard count > 0 else { break }
            if isUp, buffer.prefix(count).starts(with: Data("GET /v1/live".utf8)) {
                state.withLock { $0.isLive = true }
            }
            if way.delaySeconds > 0 { Thread.sleep(forTimeInterval: way.delaySeconds) }
            if let rate = way.bytesPerSecond {
                Thread.sleep(forTimeInterval: Double(count) / rate)
            }
            if !isUp, weather.holdsLive, state.withLock({ $0.isLive }) { continue }
            let passes = min(count, way.endsAfterBytes - carried)
            guard Self.send(buffer.prefix(passes), to: to) else { break }
            carried += passes
            sky.state.withLock { if isUp { $0.up += passes } else { $0.down += passes } }
            if let ending = way.ending, carried >= way.endsAfterBytes {
                sky.state.withLock { $0.ended += 1 }
                end(ending)
                break carrying
            }
        }
        leave(isStalled: carried >= way.endsAfterBytes && way.ending == .stall, to)
    }

    /// Ends the connection, from whichever thread.
    func end(_ ending: Weather.Ending) {
        guard ending != .stall else { return }
        state.withLock { state in
            guard !state.isOver else { return }
            state.isOver = true
            if ending == .reset {
                var now = linger(l_onoff: 1, l_linger: 0)
                let size = socklen_t(MemoryLayout<linger>.size)
                setsockopt(client, SOL_SOCKET, SO_LINGER, &now, size)
                shutdown(client, Int32(SHUT_RD))
            } else {
                shutdown(client, Int32(SHUT_RDWR))
            }
            shutdown(server, Int32(SHUT_RDWR))
        }
    }

    private func leave(isStalled: Bool, _ to: Int32) {
        // The other way goes on until its side has enough.
        if !isStalled { state.withLock { if !$0.isOver { shutdown(to, Int32(SHUT_WR)) } } }
        let isLast = state.withLock { state in
            state.threads -= 1
            // No number is given back while the other thread may use it.
            guard state.threads == 0 else { return false }
            state.isOver = true
            close(client)
            close(server)
            return true
        }
        if isLast { sky.state.withLock { $0.open[ObjectIdentifier(self)] = nil } }
    }

    private static func send(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count, let start = bytes.baseAddress {
                let count = Glibc.send(
                    socket,
                    start + sent,
                    bytes.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }
}
