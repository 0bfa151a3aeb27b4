// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// How requests reach a server: libcurl, or in a simulation a network that loses and repeats them.
package protocol Transport {
    /// Sends one request and reads the whole answer, whatever its status.
    ///
    /// - Throws: `Problem` `device.offline` or `device.certificate`.
    func send(_ exchange: Exchange) throws -> HTTPAnswer

    /// Reads lines as they come until the server ends the stream or `tick`, asked about once a
    /// second, says false.
    ///
    /// - Throws: `Problem` as `send`, or the one that the server answered with.
    func stream(
        _ exchange: Exchange,
        line: @escaping (String) -> Void,
        tick: @escaping () -> Bool
    ) throws
}

/// One request to a server.
package struct Exchange: Sendable {
    package let method: String
    /// With the query, from the server's address on: `v1/pull?limit=500`.
    package let target: String
    package let body: Data?
    package var isCompressed = false
    /// True for one that stays open for as long as the server lives.
    package var isStream = false

    package init(_ method: String, _ target: String, body: Data? = nil) {
        (self.method, self.target, self.body) = (method, target, body)
    }
}

package struct HTTPAnswer: Sendable {
    package let status: Int
    /// Unpacked.
    package let body: Data
    package let bytesUp: Int64
    package let bytesDown: Int64

    package init(status: Int, body: Data, bytesUp: Int64, bytesDown: Int64) {
        (self.status, self.body) = (status, body)
        (self.bytesUp, self.bytesDown) = (bytesUp, bytesDown)
    }
}
