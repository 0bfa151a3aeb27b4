// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation

extension CurlTransport {
    /// The address without a slash at its end.
    ///
    /// - Throws: `Problem` `request.malformed`; a token never travels in the clear, but on one's
    ///   own machine.
    static func checked(_ text: String) throws -> String {
        let trimmed = String(text.reversed().drop { $0 == "/" }.reversed())
        guard let url = URL(string: trimmed), let host = url.host, !host.isEmpty,
            let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            url.query == nil, url.user == nil
        else {
            throw Problem(
                .requestMalformed,
                "'\(text.prefix(100))' is no address of a server, such as"
                    + " https://keeplocal.example.org"
            )
        }
        guard scheme == "https" || ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host) else {
            throw Problem(
                .requestMalformed,
                "http:// is for a server on this machine only, as tokens would travel in the"
                    + " clear. Write https://\(host)"
            )
        }
        return trimmed
    }
}
