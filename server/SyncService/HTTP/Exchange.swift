// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Gzip
import HTTPTypes
import Hummingbird
import NIOCore

/// Reading bodies and writing answers: bounded, compressed, JSON.
enum Exchange {
    /// Reads a JSON body, gzip or plain.
    ///
    /// - Throws: `Problem` with the place in the document that is wrong.
    static func read<Body: Decodable>(
        _ type: Body.Type = Body.self,
        from request: Request,
        _ context: ServiceContext
    ) async throws -> Body {
        let isCompressed = try isCompressed(request)
        let limit = isCompressed ? Limits.compressedBodyBytesMax : Limits.pushBytesMax
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw tooLarge(limit)
        }
        context.deadline.met()
        var data = Data(buffer.readableBytesView)
        if isCompressed {
            do {
                data = try Gzip.decompress(data, limit: Limits.pushBytesMax)
            } catch Gzip.Failure.tooLarge {
                throw tooLarge(Limits.pushBytesMax)
            } catch {
                throw Problem(.requestEncoding, "The body says it is gzip, but cannot be unpacked.")
            }
        }
        return try decode(data)
    }

    private static func isCompressed(_ request: Request) throws -> Bool {
        switch request.headers[.contentEncoding] {
        case nil, "identity": false
        case "gzip": true
        default: throw Problem(.requestEncoding, "Bodies may be plain or gzip, nothing else.")
        }
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(.requestTooLarge, "The body is over \(limit / 1024) kB. Send it in smaller parts.")
    }

    private static func decode<Body: Decodable>(_ data: Data) throws -> Body {
        guard jsonDepth(of: data) <= Limits.jsonDepthMax else {
            throw Problem(
                .requestMalformed,
                "The JSON is nested deeper than \(Limits.jsonDepthMax) levels."
            )
        }
        do {
            return try JSONDecoder().decode(Body.self, from: data)
        } catch let error as DecodingError {
            throw Problem(
                .requestMalformed,
                "The body is not what this route takes: \(error.place)"
            )
        }
    }

    /// How deep arrays and objects go, counted without building anything.
    static func jsonDepth(of data: Data) -> Int {
        var (depth, deepest, inText, isEscaped) = (0, 0, false, false)
        for byte in data {
            if isEscaped {
                isEscaped = false
            } else if inText {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                if byte == UInt8(ascii: "\"") { inText = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): inText = true
                case UInt8(ascii: "["), UInt8(ascii: "{"):
                    depth += 1
                    deepest = max(deepest, depth)
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
                default: break
                }
            }
        }
        return deepest
    }

    /// Answers with canonical JSON, compressed where the asker takes that and it pays.
    static func answer(
        _ value: some Encodable,
        to request: Request,
        status: HTTPResponse.Status = .ok,
        type: String = "application/json"
    ) throws -> Response {
        var data = try Canonical.encode(value)
        var headers: HTTPFields = [.contentType: type, .cacheControl: "no-store"]
        if data.count > 1_024, request.headers[.acceptEncoding]?.contains("gzip") == true {
            data = try Gzip.compress(data)
            headers[.contentEncoding] = "gzip"
        }
        return Response(
            status: status,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data))
        )
    }
}

extension DecodingError {
    /// Where in the document, and what was wrong there; never the value itself.
    var place: String {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(Self.path(context.codingPath)) is of the wrong type."
        case .keyNotFound(let key, let context):
            "\(Self.path(context.codingPath + [key])) is missing."
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it is not JSON." : "\(Self.path(context.codingPath)) is not valid."
        @unknown default: "it cannot be read."
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        let parts = keys.prefix(8).map {
            $0.intValue.map { "[\($0)]" } ?? String($0.stringValue.prefix(64))
        }
        return parts.isEmpty ? "the whole" : parts.joined(separator: ".")
    }
}
