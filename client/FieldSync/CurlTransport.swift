// SPDX-License-Identifier: Apache-2.0

import CCurl
import FieldModel
package import Foundation

/// One request to a server.
package struct Exchange: Sendable {
    package let method: String
    /// With the query, from the server's address on: `v1/pull?limit=500`.
    package let target: String
    package let body: Data?
    package var isCompressed = false
    /// Seconds for the whole; nil for a stream that stays open.
    package var timeoutSeconds: Int? = 300

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
}

/// HTTP over libcurl: compression, keep-alive, proxies and certificates as people know them.
///
/// A transfer that moves less than a byte a second for twenty seconds is given up, so that a
/// network that is there in name only is treated as none. One object is used by one thread.
package final class CurlTransport {
    package let server: String
    private let token: String?
    private let authorityFile: String?
    private let handle: UnsafeMutableRawPointer

    private static let isReady = keeplocal_start() == CURLE_OK

    /// - Throws: `Problem` for an address that is none, or that would send the token in the clear.
    package init(server: String, token: String?, authorityFile: String?) throws {
        self.server = try Self.checked(server)
        (self.token, self.authorityFile) = (token, authorityFile)
        guard Self.isReady, let handle = curl_easy_init() else {
            throw Problem(.offline, "The network library cannot be started.")
        }
        self.handle = handle
    }

    deinit { curl_easy_cleanup(handle) }

    /// Sends one request and reads the whole answer.
    ///
    /// - Throws: `Problem` `device.offline` or `device.certificate`.
    package func send(_ exchange: Exchange) throws -> HTTPAnswer {
        let sink = Sink()
        try perform(exchange, into: sink)
        var status = 0
        var (up, down): (curl_off_t, curl_off_t) = (0, 0)
        keeplocal_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        keeplocal_get_size(handle, CURLINFO_SIZE_UPLOAD_T, &up)
        keeplocal_get_size(handle, CURLINFO_SIZE_DOWNLOAD_T, &down)
        return HTTPAnswer(
            status: status,
            body: sink.data,
            bytesUp: Int64(up),
            bytesDown: Int64(down)
        )
    }

    /// Reads lines as they come until the server ends the stream or `tick`, asked about once a
    /// second, says false.
    package func stream(
        _ exchange: Exchange,
        line: @escaping (String) -> Void,
        tick: @escaping () -> Bool
    ) throws {
        let sink = Sink(line: line, tick: tick)
        do {
            try perform(exchange, into: sink)
        } catch {
            if sink.wasStopped { return }
            throw error
        }
    }

    private func perform(_ exchange: Exchange, into sink: Sink) throws {
        curl_easy_reset(handle)
        var headers: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(headers) }
        for header in self.headers(of: exchange) { headers = curl_slist_append(headers, header) }
        setOptions(exchange)
        keeplocal_set_headers(handle, headers)
        let body = exchange.body ?? Data()
        let code = withExtendedLifetime(sink) {
            body.withUnsafeBytes { bytes in
                if exchange.body != nil {
                    keeplocal_set_long(handle, CURLOPT_POSTFIELDSIZE, bytes.count)
                    keeplocal_set_pointer(
                        handle,
                        CURLOPT_POSTFIELDS,
                        UnsafeMutableRawPointer(mutating: bytes.baseAddress)
                    )
                }
                sink.attach(to: handle)
                return curl_easy_perform(handle)
            }
        }
        guard code == CURLE_OK else { throw failure(code, sink) }
    }

    private func headers(of exchange: Exchange) -> [String] {
        var headers = ["Accept: application/json", "Expect:"]
        if let token { headers.append("Authorization: Bearer \(token)") }
        if exchange.body != nil { headers.append("Content-Type: application/json") }
        if exchange.isCompressed { headers.append("Content-Encoding: gzip") }
        return headers
    }

    private func setOptions(_ exchange: Exchange) {
        keeplocal_set_text(handle, CURLOPT_URL, server + "/" + exchange.target)
        keeplocal_set_text(handle, CURLOPT_CUSTOMREQUEST, exchange.method)
        keeplocal_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        keeplocal_set_text(handle, CURLOPT_ACCEPT_ENCODING, "gzip")
        keeplocal_set_text(handle, CURLOPT_USERAGENT, "keeplocal/0.1")
        keeplocal_set_long(handle, CURLOPT_NOSIGNAL, 1)
        keeplocal_set_long(handle, CURLOPT_CONNECTTIMEOUT, 10)
        keeplocal_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
        if let seconds = exchange.timeoutSeconds {
            keeplocal_set_long(handle, CURLOPT_TIMEOUT, seconds)
            keeplocal_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
            keeplocal_set_long(handle, CURLOPT_LOW_SPEED_TIME, 20)
        }
        if let authorityFile { keeplocal_set_text(handle, CURLOPT_CAINFO, authorityFile) }
    }

    private func failure(_ code: CURLcode, _ sink: Sink) -> Problem {
        let words = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_CERTPROBLEM:
            return Problem(
                .certificate,
                "The server at \(server) cannot prove who it is (\(words)). Nothing was sent, and"
                    + " your work is saved. Ask your administrator; a certificate authority of"
                    + " your own is named when enrolling, with --ca FILE.",
                details: ["curl": .integer(Int64(code.rawValue))]
            )
        default:
            return Problem(
                .offline,
                "No answer from \(server) (\(words)). Your work is saved on this device."
                    + " Try again when there is a network: keeplocal sync",
                details: [
                    "curl": .integer(Int64(code.rawValue)),
                    "retry": .boolean(Self.isWorthRetrying(code)),
                ]
            )
        }
    }

    /// A connection that was there and broke may be there again; no network at all is not.
    private static func isWorthRetrying(_ code: CURLcode) -> Bool {
        let broken: [CURLcode] = [
            CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING,
            CURLE_OPERATION_TIMEDOUT, CURLE_HTTP2_STREAM,
        ]
        return broken.contains { $0 == code }
    }
}
