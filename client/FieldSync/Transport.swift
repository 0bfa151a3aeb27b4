// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// How requests reach a server: libcurl, or in a simulation a network that loses and repeats them.
package protocol Transport {
    /// Bytes of bodies whose transfer broke off: they were carried all the same.
    var broken: (up: Int64, down: Int64) { get }

    /// Sends one request and reads the whole answer, whatever its status.
    ///
    /// - Throws: `Problem` `device.offline` or `device.certificate`.
    func send(_ exchange: Exchange) throws -> HTTPAnswer

    /// Sends one request, and gives the body of an answer that is no refusal part by part, as it
    /// arrives: what came before a connection broke is kept.
    func download(
        _ exchange: Exchange,
        part: @escaping (HTTPAnswer, UnsafeRawBufferPointer) -> Bool
    ) throws -> HTTPAnswer

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

extension Transport {
    /// For one that counts none.
    package var broken: (up: Int64, down: Int64) { (0, 0) }

    /// For one that has the whole answer at once.
    package func download(
        _ exchange: Exchange,
        part: @escaping (HTTPAnswer, UnsafeRawBufferPointer) -> Bool
    ) throws -> HTTPAnswer {
        let answer = try send(exchange)
        if answer.status < 300 { _ = answer.body.withUnsafeBytes { part(answer, $0) } }
        return answer
    }
}

/// One request to a server.
package struct Exchange: Sendable {
    package let method: String
    /// With the query, from the server's address on: `v1/pull?limit=500`.
    package let target: String
    package let body: Data?
    package var isCompressed = false
    package var type = "application/json"
    package var headers: [String: String] = [:]
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
    /// From the first step to connect to the last byte of the answer.
    package let seconds: Double
    /// By their names in lower case.
    package let headers: [String: String]

    package init(
        status: Int,
        body: Data,
        bytesUp: Int64,
        bytesDown: Int64,
        seconds: Double = 0,
        headers: [String: String] = [:]
    ) {
        (self.status, self.body, self.headers) = (status, body, headers)
        (self.bytesUp, self.bytesDown, self.seconds) = (bytesUp, bytesDown, seconds)
    }
}
