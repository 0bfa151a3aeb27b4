// SPDX-License-Identifier: Apache-2.0

import CZlib
package import Foundation

/// Gzip (RFC 1952) over zlib, with a bound on what a small body may grow to.
package enum Gzip {
    package enum Failure: Error, Equatable {
        /// The bytes are no gzip, or end early.
        case malformed
        /// More than the bound would come out; reading stopped there.
        case tooLarge
        case outOfMemory
    }

    /// Adds the sixteen that makes zlib write and read gzip's own header.
    private static let windowBits = MAX_WBITS + 16

    package static func compress(_ data: Data, level: Int32 = 5) throws -> Data {
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream,
                level,
                Z_DEFLATED,
                windowBits,
                8,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            ) == Z_OK
        else { throw Failure.outOfMemory }
        defer { deflateEnd(&stream) }
        return try run(&stream, over: data, limit: .max) { deflate($0, Z_FINISH) }
    }

    /// Unpacks a whole gzip body; `limit` is the most bytes that may come out.
    package static func decompress(_ data: Data, limit: Int) throws -> Data {
        var stream = z_stream()
        guard
            inflateInit2_(
                &stream,
                windowBits,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            ) == Z_OK
        else { throw Failure.outOfMemory }
        defer { inflateEnd(&stream) }
        return try run(&stream, over: data, limit: limit) { inflate($0, Z_NO_FLUSH) }
    }

    private static func run(
        _ stream: inout z_stream,
        over data: Data,
        limit: Int,
        step: (UnsafeMutablePointer<z_stream>) -> Int32
    ) throws -> Data {
        var input = [UInt8](data)
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        var output = Data()
        let inputCount = input.count
        try input.withUnsafeMutableBufferPointer { source in
            stream.next_in = source.baseAddress
            stream.avail_in = uInt(inputCount)
            while true {
                let (status, count) = chunk.withUnsafeMutableBufferPointer { target in
                    stream.next_out = target.baseAddress
                    stream.avail_out = uInt(target.count)
                    let status = step(&stream)
                    return (status, target.count - Int(stream.avail_out))
                }
                guard output.count + count <= limit else { throw Failure.tooLarge }
                output.append(contentsOf: chunk[..<count])
                if status == Z_STREAM_END { return }
                // No progress without more input: the body was cut short.
                guard status == Z_OK, count > 0 || stream.avail_in > 0 else {
                    throw Failure.malformed
                }
            }
        }
        return output
    }
}
