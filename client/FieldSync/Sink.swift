// SPDX-License-Identifier: Apache-2.0

import CCurl
import Foundation

/// Where libcurl puts what it reads: a body as a whole, or lines one by one.
final class Sink {
    private(set) var data = Data()
    private(set) var wasStopped = false
    /// True when more came than any server of ours sends.
    private(set) var isOverfull = false
    private let line: ((String) -> Void)?
    private let tick: () -> Bool
    /// More than any answer of a server that keeps to its limits.
    private static let bytesMax = 64 * 1024 * 1024
    private static let lineBytesMax = 64 * 1024

    init(line: ((String) -> Void)? = nil, tick: @escaping () -> Bool = { true }) {
        (self.line, self.tick) = (line, tick)
    }

    /// The handle holds this object unowned: it must outlive the transfer.
    func attach(to handle: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        keeplocal_set_write(
            handle,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
                return sink.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
            },
            context
        )
        keeplocal_set_tick(
            handle,
            { context, _, _, _, _ in
                guard let context else { return 1 }
                return Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue().goesOn() ? 0 : 1
            },
            context
        )
    }

    /// How many bytes were taken; fewer than given ends the transfer.
    private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard data.count + bytes.count <= (line == nil ? Self.bytesMax : Self.lineBytesMax) else {
            isOverfull = true
            return 0
        }
        data.append(contentsOf: bytes)
        if let line { giveLines(to: line) }
        return bytes.count
    }

    private func giveLines(to line: (String) -> Void) {
        while let end = data.firstIndex(of: UInt8(ascii: "\n")) {
            let text = String(decoding: data[data.startIndex..<end], as: UTF8.self)
            data = Data(data[data.index(after: end)...])
            line(text)
        }
    }

    private func goesOn() -> Bool {
        let answer = tick()
        if !answer { wasStopped = true }
        return answer
    }
}
