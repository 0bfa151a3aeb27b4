// SPDX-License-Identifier: Apache-2.0

import FieldStore

/// The server as the present identity of the device reaches it.
///
/// A device may take a new identity in the middle of a sync, here or in another process: whoever is
/// about to ask asks with the token that holds then. One connection is kept while it does.
final class ServerOfDevice {
    private let store: FieldStore
    private let connect: (Identity) throws -> Server
    private var former: [Server] = []
    private var current: Server?

    init(store: FieldStore, first: Server?, connect: @escaping (Identity) throws -> Server) {
        (self.store, self.current, self.connect) = (store, first, connect)
    }

    var bytesUp: Int64 { (former + [current].compactMap { $0 }).reduce(0) { $0 + $1.bytesUp } }
    var bytesDown: Int64 { (former + [current].compactMap { $0 }).reduce(0) { $0 + $1.bytesDown } }

    func server() throws -> (server: Server, identity: Identity) {
        let identity = try store.read { try $0.identity() }
        if let current, current.token == identity.token { return (current, identity) }
        if let current { former.append(current) }
        let server = try connect(identity)
        current = server
        return (server, identity)
    }

    /// Another connection, for a stream beside the requests.
    func another() throws -> Server { try connect(store.read { try $0.identity() }) }
}
