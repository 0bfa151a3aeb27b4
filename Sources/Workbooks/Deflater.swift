// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Compresses bytes as they come, in the raw form that a ZIP archive holds.
final class Deflater {
    // zlib keeps the address of its state, so that it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var chunk = [UInt8](repeating: 0, count: 64 * 1024)

    init() throws {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        guard
            deflateInit2_(
                stream,
                6,
                Z_DEFLATED,
                -MAX_WBITS,
                8,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            ) == Z_OK
        else { throw WorkbookError("", "There is no memory left to compress with.") }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Hands on what is ready; with `isLast` all that is left.
    func compress(_ bytes: [UInt8], isLast: Bool, to sink: ([UInt8]) throws -> Void) throws {
        var input = bytes
        try input.withUnsafeMutableBufferPointer { source in
            stream.pointee.next_in = source.baseAddress
            stream.pointee.avail_in = uInt(source.count)
            var isFull = true
            while isFull {
                let count = chunk.withUnsafeMutableBufferPointer { target in
                    stream.pointee.next_out = target.baseAddress
                    stream.pointee.avail_out = uInt(target.count)
                    deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                    return target.count - Int(stream.pointee.avail_out)
                }
                isFull = stream.pointee.avail_out == 0
                if count > 0 { try sink(Array(chunk[..<count])) }
            }
        }
    }
}
