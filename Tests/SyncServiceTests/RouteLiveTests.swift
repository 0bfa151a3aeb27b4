// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization
import SyncHTTP
import SyncService
import Testing

/// Keeps what was written, and does something after each part.
private struct KeepingWriter: ResponseBodyWriter {
    let text: Kept
    let afterPart: @Sendable (Int) async throws -> Void

    final class Kept: Sendable {
        let parts = Mutex<[String]>([])
    }

    mutating func write(_ buffer: ByteBuffer) async throws {
        let count = text.parts.withLock { parts in
            parts.append(String(buffer: buffer))
            return parts.count
        }
        try await afterPart(count)
    }

    consuming func finish(_ trailers: HTTPFields?) async throws {}
}

@Suite("News over the live route")
struct RouteLiveTests {
    private let wire: RouteWire
    private let amina: Pen

    init() async throws {
        wire = try await RouteWire()
        amina = try await wire.world.join(.worker, of: wire.world.hub)
    }

    /// The answer's head, and the parts of its body until the stream ends.
    private func listen(
        _ pen: Pen,
        _ afterPart: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> (response: Response, parts: [String]) {
        let responder = Routes(core: wire.core).router().buildResponder()
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let source = ApplicationRequestContextSource(
            channel: NIOAsyncTestingChannel(),
            logger: quiet
        )
        let request = Request(
            head: HTTPRequest(
                method: .get,
                scheme: "http",
                authority: "localhost",
                path: "/v1/live",
                headerFields: [.authorization: "Bearer " + pen.token]
            ),
            body: RequestBody(buffer: ByteBuffer())
        )
        let response = try await responder.respond(
            to: request,
            context: ServiceContext(source: source)
        )
        let kept = KeepingWriter.Kept()
        try await response.body.write(KeepingWriter(text: kept, afterPart: afterPart))
        return (response, kept.parts.withLock { $0 })
    }

    @Test("it is a stream of events that nothing on the way may keep")
    func headers() async throws {
        let core = wire.core
        let (response, parts) = try await listen(amina) { _ in await core.live.finish() }
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "text/event-stream")
        #expect(response.headers[.cacheControl] == "no-store")
        #expect(parts.count == 1)
        #expect(parts.allSatisfy { $0.hasPrefix(":") && $0.hasSuffix("\n\n") })
    }

    @Test("it tells of the councils that a person works in, and of no other")
    func councils() async throws {
        let core = wire.core
        let stranger = try await wire.world.joinElsewhere(.worker)
        for (pen, own, other) in [
            (amina, "bradford", "kirklees"), (stranger, "kirklees", "bradford"),
        ] {
            let parts = try await listen(pen) { _ in await core.live.finish() }.parts
            #expect(parts.joined().contains("\"council\":\"\(own)\""))
            #expect(!parts.joined().contains(other))
        }
    }

    @Test("a push wakes it, with the sequence that was reached and once")
    func news() async throws {
        let (wire, token, change) = (wire, amina.token, try amina.contact())
        let parts = try await listen(amina) { count in
            switch count {
            case 1: _ = try await wire.push(token, [change])
            case 2: await wire.core.live.tick()
            default: await wire.core.live.finish()
            }
        }.parts
        let version = try await wire.world.record(change.record).state.version
        #expect(parts.count == 3)
        #expect(parts[1].contains(#"{"council":"bradford","sequence":\#(version)}"#))
        #expect(!parts[2].contains("news"))
    }

    @Test("a device that is revoked while it listens hears nothing more")
    func revoked() async throws {
        let (wire, change) = (wire, try amina.contact())
        let (device, token) = (amina.device, amina.token)
        let parts = try await listen(amina) { count in
            guard count == 1 else { return }
            _ = try await wire.push(token, [change])
            try await wire.world.storage.write { writer in
                var stored = try #require(try writer.device(device))
                stored.revoked = World.start
                try writer.save(stored)
            }
            await wire.core.live.tick()
        }.parts
        #expect(parts.count == 1)
    }
}
