// SPDX-License-Identifier: Apache-2.0

import FieldModel
import SyncService
import Foundation
import Gzip
import HTTPTypes
import Hummingbird
import NIOCore

/// Reading bodies and writing answers: bounded, compressed, JSON.
enum Exchange {
    /// Reads a JSON body, gzip or plain, of at most `limit` bytes when unpacked.
    ///
    /// - Throws: `Problem` with the place in the document that is wrong.
    static func read<Body: Decodable>(
        _ type: Body.Type = Body.self,
        from request: Request,
        _ context: ServiceContext,
        limit: Int
    ) async throws -> Body {
        let data = try await body(of: request, context, limit: limit)
        return try reading { try Canonical.decode(Body.self, from: data) }
    }

    /// Reads a push, and how much it weighs.
    static func readPush(
        from request: Request,
        _ context: ServiceContext
    ) async throws -> (PushBatch, CommitQueue.Weight) {
        let data = try await body(of: request, context, limit: Limits.pushBytesMax)
        let batch = try reading { try PushBatch(reading: data) }
        return (batch, CommitQueue.Weight(changes: batch.elements.count, bytes: data.count))
    }

    private static func body(
        of request: Request,
        _ context: ServiceContext,
        limit: Int
    ) async throws -> Data {
        let data = try await bytes(of: request, context, limit: limit)
        guard jsonDepth(of: data) <= Limits.jsonDepthMax else {
            throw Problem(
                .requestMalformed,
                "The JSON is nested deeper than \(Limits.jsonDepthMax) levels."
            )
        }
        return data
    }

    /// Reads a body of any kind, gzip or plain.
    static func bytes(
        of request: Request,
        _ context: ServiceContext,
        limit: Int
    ) async throws -> Data {
        let isCompressed = try isCompressed(request)
        let sentMax = isCompressed ? min(limit, Limits.compressedBodyBytesMax) : limit
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > sentMax {
            throw tooLarge(sentMax)
        }
        var data = Data()
        for try await part in request.body {
            guard data.count + part.readableBytes <= sentMax else { throw tooLarge(sentMax) }
            context.deadline.received(bytes: part.readableBytes)
            data.append(contentsOf: part.readableBytesView)
        }
        context.deadline.met()
        if isCompressed {
            do {
                data = try Gzip.decompress(data, limit: limit)
            } catch Gzip.Failure.tooLarge {
                throw tooLarge(limit)
            } catch {
                throw Problem(.requestEncoding, "The body says it is gzip, but cannot be unpacked.")
            }
        }
        return data
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

    private static func reading<Body>(_ read: () throws -> Body) throws -> Body {
        do {
            return try read()
        } catch let fault as JSONFault {
            throw malformed(fault)
        } catch let error as DecodingError {
            throw malformed(JSONFault(error))
        }
    }

    private static func malformed(_ fault: JSONFault) -> Problem {
        Problem(.requestMalformed, "The body is not what this route takes: \(fault)")
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
