// SPDX-License-Identifier: Apache-2.0

import CCurl
import FieldModel
import Foundation

/// HTTP over libcurl: compression, keep-alive, proxies and certificates as people know them.
///
/// A transfer that moves less than a byte a second for twenty seconds (a stream: a minute) is given
/// up, so that a network that is there in name only is treated as none; one that moves may take
/// as long as the link needs. One object is used by one thread.
package final class CurlTransport: Transport {
    package let server: String
    private let token: String?
    private let authorityFile: String?
    private let handle: UnsafeMutableRawPointer
    package private(set) var broken: (up: Int64, down: Int64) = (0, 0)

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

    package func send(_ exchange: Exchange) throws -> HTTPAnswer {
        let sink = Sink()
        try perform(exchange, into: sink)
        return try answer(sink)
    }

    package func download(
        _ exchange: Exchange,
        part: @escaping (HTTPAnswer, UnsafeRawBufferPointer) -> Bool
    ) throws -> HTTPAnswer {
        let sink = Sink(part: part)
        try perform(exchange, into: sink)
        return try answer(sink)
    }

    /// Of the transfer that has just ended.
    private var bytes: (up: Int64, down: Int64) {
        var (up, down): (curl_off_t, curl_off_t) = (0, 0)
        keeplocal_get_size(handle, CURLINFO_SIZE_UPLOAD_T, &up)
        keeplocal_get_size(handle, CURLINFO_SIZE_DOWNLOAD_T, &down)
        return (Int64(up), Int64(down))
    }

    private func answer(_ sink: Sink) throws -> HTTPAnswer {
        let (up, down) = bytes
        var (length, microseconds): (curl_off_t, curl_off_t) = (0, 0)
        keeplocal_get_size(handle, CURLINFO_TOTAL_TIME_T, &microseconds)
        keeplocal_get_size(handle, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length)
        // To libcurl, a connection that breaks within the head ends an answer without a body.
        guard status != 200 || length >= 0 || !sink.data.isEmpty else {
            throw failure(CURLE_PARTIAL_FILE, sink)
        }
        return HTTPAnswer(
            status: status,
            body: sink.data,
            bytesUp: up,
            bytesDown: down,
            seconds: Double(microseconds) / 1_000_000,
            headers: sink.headers
        )
    }

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
        if status >= 400 { throw Problem(status: status, body: sink.data) }
    }

    private var status: Int {
        var status = 0
        keeplocal_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return status
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
        if exchange.body != nil { headers.append("Content-Type: \(exchange.type)") }
        headers += exchange.headers.map { "\($0.key): \($0.value)" }
        if exchange.isCompressed { headers.append("Content-Encoding: gzip") }
        return headers
    }

    private static let repeatedBytesMax = 32 * 1024

    private func setOptions(_ exchange: Exchange) {
        keeplocal_set_text(handle, CURLOPT_URL, server + "/" + exchange.target)
        keeplocal_set_text(handle, CURLOPT_CUSTOMREQUEST, exchange.method)
        keeplocal_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        if exchange.method == "HEAD" { keeplocal_set_long(handle, CURLOPT_NOBODY, 1) }
        // A part of a file is counted in its own bytes, not in those of a packed one.
        if exchange.headers["Range"] == nil {
            keeplocal_set_text(handle, CURLOPT_ACCEPT_ENCODING, "gzip")
        }
        keeplocal_set_text(handle, CURLOPT_USERAGENT, "keeplocal/0.1")
        keeplocal_set_long(handle, CURLOPT_NOSIGNAL, 1)
        keeplocal_set_long(handle, CURLOPT_CONNECTTIMEOUT, 10)
        keeplocal_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
        // Over a connection that was used before and breaks, libcurl sends everything once more by
        // itself: what is long is to go on where it stopped, or in smaller parts.
        if exchange.body?.count ?? 0 > Self.repeatedBytesMax {
            keeplocal_set_long(handle, CURLOPT_FRESH_CONNECT, 1)
        }
        keeplocal_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        keeplocal_set_long(handle, CURLOPT_LOW_SPEED_TIME, exchange.isStream ? 60 : 20)
        // A proxy of the house must not see what is for this machine alone.
        keeplocal_set_text(handle, CURLOPT_NOPROXY, "127.0.0.1,localhost,::1")
        if let authorityFile { keeplocal_set_text(handle, CURLOPT_CAINFO, authorityFile) }
    }

    private func failure(_ code: CURLcode, _ sink: Sink) -> Problem {
        broken = (broken.up + bytes.up, broken.down + bytes.down)
        let words = String(cString: curl_easy_strerror(code))
        switch code {
        case CURLE_BAD_CONTENT_ENCODING,
            CURLE_WRITE_ERROR where sink.isOverfull:
            return Problem(
                .serverFailed,
                "What \(server) answered is too large or garbled. Your work is saved on this"
                    + " device. Sync again; if it stays, tell an administrator."
            )
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_CERTPROBLEM:
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
                    "retry": .boolean(isWorthRetrying(code)),
                    "connected": .boolean(!Self.isNobodyThere(code)),
                ]
            )
        }
    }

    /// No connection was made, so that nothing of the request can have arrived.
    private static func isNobodyThere(_ code: CURLcode) -> Bool {
        [CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY]
            .contains { $0 == code }
    }

    /// A connection that was there and broke may be there again; no network at all is not.
    private func isWorthRetrying(_ code: CURLcode) -> Bool {
        if code == CURLE_OPERATION_TIMEDOUT {
            var microseconds: curl_off_t = 0
            keeplocal_get_size(handle, CURLINFO_CONNECT_TIME_T, &microseconds)
            return microseconds > 0
        }
        let broken: [CURLcode] = [
            CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING,
            CURLE_HTTP2_STREAM, CURLE_SSL_CONNECT_ERROR,
        ]
        return broken.contains { $0 == code }
    }
}
