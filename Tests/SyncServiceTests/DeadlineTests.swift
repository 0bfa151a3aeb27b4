// SPDX-License-Identifier: Apache-2.0

import FieldModel
import NIOCore
import NIOEmbedded
import SyncHTTP
import SyncService
import Testing

@Suite("How long a request's body may take")
struct DeadlineTests {
    private let channel = NIOAsyncTestingChannel()
    private let short = RequestDeadline.Patience(
        first: .seconds(2),
        forEachKiB: .seconds(1),
        most: .seconds(10)
    )

    private func pass(_ seconds: Int64) async {
        await channel.testingEventLoop.advanceTime(by: .seconds(seconds))
    }

    private func deadline() async throws -> RequestDeadline {
        try await channel.connect(to: SocketAddress(unixDomainSocketPath: "/none"))
        let deadline = RequestDeadline(channel: channel, patience: short)
        deadline.start()
        return deadline
    }

    @Test("nothing arrives: the connection is closed")
    func silent() async throws {
        let deadline = try await deadline()
        await pass(1)
        #expect(channel.isActive)
        await pass(1)
        #expect(!channel.isActive)
        deadline.met()
    }

    @Test("a slow link that gives a KiB a second gets through; below that it does not")
    func slow() async throws {
        let deadline = try await deadline()
        for _ in 0..<6 {
            deadline.received(bytes: 1024)
            await pass(1)
            #expect(channel.isActive)
        }
        // The same time again, and next to nothing.
        for _ in 0..<2 {
            deadline.received(bytes: 1)
            await pass(1)
        }
        #expect(!channel.isActive)
    }

    @Test("no body takes for ever, however much it has sent")
    func most() async throws {
        let deadline = try await deadline()
        deadline.received(bytes: 1_000_000)
        await pass(9)
        #expect(channel.isActive)
        await pass(1)
        #expect(!channel.isActive)
    }

    @Test("what has arrived whole is left alone, and what nobody reads has a short time")
    func met() async throws {
        let first = try await deadline()
        first.met()
        await pass(100)
        #expect(channel.isActive && !first.isRunning)
        let second = RequestDeadline(channel: channel, patience: short)
        second.start()
        #expect(second.isRunning)
        second.endSoon()
        await pass(9)
        #expect(channel.isActive && !second.isRunning)
        await pass(1)
        #expect(!channel.isActive)
    }

    @Test("the server's own figures let 4 MB through at 2 KiB a second, and end within 40 minutes")
    func standard() {
        let patience = RequestDeadline.Patience.standard
        #expect(patience.time(forBytes: 0) == .seconds(60))
        #expect(patience.time(forBytes: 10 * 1024) == .seconds(70))
        #expect(patience.time(forBytes: 2 * 1024 * 1024) == .seconds(60 + 2048))
        #expect(patience.time(forBytes: .max) == .minutes(40))
    }
}
