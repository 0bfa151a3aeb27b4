// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Reads the frames of a side file one by one, and passes over what is damaged.
struct SideReader {
    private let descriptor: Int32
    let size: Int64
    private(set) var position: Int64
    /// Where the last frame that was read begins.
    private(set) var start: Int64 = 0
    /// Bytes that belong to no sound frame.
    private(set) var damaged: Int64 = 0

    private static let window = 64 * 1024

    init(_ descriptor: Int32, from position: Int64 = 0) {
        self.descriptor = descriptor
        self.position = position
        size = Int64(max(0, lseek(descriptor, 0, SEEK_END)))
    }

    /// The next sound frame; nil at the end.
    mutating func next() throws -> SideFrame? {
        while position < size {
            if let frame = try frame(at: position) {
                start = position
                position += Int64(SideFrame.headerCount + frame.payload.count)
                return frame
            }
            let next = try nextMagic(after: position)
            damaged += next - position
            position = next
        }
        return nil
    }

    private func frame(at place: Int64) throws -> SideFrame? {
        guard let header = SideFrame.Header(try read(SideFrame.headerCount, at: place)),
            place + Int64(SideFrame.headerCount + header.count) <= size
        else { return nil }
        return header.frame(
            Data(try read(header.count, at: place + Int64(SideFrame.headerCount)))
        )
    }

    private func nextMagic(after place: Int64) throws -> Int64 {
        var start = place + 1
        while start < size {
            let bytes = Data(try read(Self.window, at: start))
            if let found = bytes.range(of: SideFrame.magic) {
                return start + Int64(found.lowerBound)
            }
            guard bytes.count == Self.window else { break }
            start += Int64(bytes.count - SideFrame.magic.count + 1)
        }
        return size
    }

    private func read(_ count: Int, at place: Int64) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                pread(
                    descriptor,
                    buffer.baseAddress?.advanced(by: done),
                    count - done,
                    off_t(place) + off_t(done)
                )
            }
            guard got >= 0 else { throw SideFailure(errno) }
            if got == 0 { break }
            done += got
        }
        return Array(bytes.prefix(done))
    }
}

/// The disk did not do what was asked of the side file.
struct SideFailure: Error, Hashable {
    let code: Int32

    init(_ code: Int32) { self.code = code }

    var isFull: Bool { code == ENOSPC || code == EDQUOT }
}
