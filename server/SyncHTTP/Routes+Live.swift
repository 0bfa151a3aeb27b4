// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /v1/live`: server-sent events, one when a council that the person works in has news.
extension Routes {
    func live(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let device = try await device(request)
        let core = core
        try await core.live.check()
        let body = ResponseBody { writer in
            let own = try await core.live.subscribe(device.id)
            // A comment line now and then keeps the connection open and finds one that is gone.
            let beat = context.beat(own.wake)
            defer { beat.cancel() }
            var told: [CouncilID: Sequence64] = [:]
            do {
                for await _ in own.ticks {
                    let heads = try await core.storage.read { try $0.heads(for: device.id) }
                    guard let heads else { break }
                    try await writer.write(ByteBuffer(string: Self.events(heads, after: told)))
                    told = heads
                }
            } catch {
                await core.live.unsubscribe(own.id)
                throw error
            }
            await core.live.unsubscribe(own.id)
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: body
        )
    }

    private static func events(
        _ heads: [CouncilID: Sequence64],
        after told: [CouncilID: Sequence64]
    ) -> String {
        var text = ": still here\n\n"
        for (council, sequence) in heads.sorted(by: { $0.key < $1.key })
        where told[council] != sequence {
            let data = #"{"council":"\#(council)","sequence":\#(sequence)}"#
            text += "event: news\ndata: \(data)\n\n"
        }
        return text
    }
}

extension StorageReader {
    /// The heads of the councils that a device receives from; nil once it was revoked.
    fileprivate func heads(for id: DeviceID) throws -> [CouncilID: Sequence64]? {
        guard let device = try device(id), device.revoked == nil,
            let person = try person(device.person)
        else { return nil }
        let actor = Actor(person: person.id, grants: person.grants)
        let councils = try Set(actor.feeds(councils: councilIDs()).map(\.council))
        var heads: [CouncilID: Sequence64] = [:]
        for council in councils { heads[council] = try head(council).sequence }
        return heads
    }
}

extension ServiceContext {
    fileprivate func beat(_ act: @escaping @Sendable () -> Void) -> RepeatedTask {
        deadline.eventLoop.scheduleRepeatedTask(
            initialDelay: .seconds(15),
            delay: .seconds(15)
        ) { _ in act() }
    }
}
