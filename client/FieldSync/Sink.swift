// SPDX-License-Identifier: Apache-2.0

import CCurl
import Foundation

/// Where libcurl puts what it reads: a body as a whole, or lines one by one.
final class Sink {
    private(set) var data = Data()
    /// By their names in lower case.
    private(set) var headers: [String: String] = [:]
    private(set) var status = 0
    private(set) var wasStopped = false
    /// True when more came than any server of ours sends.
    private(set) var isOverfull = false
    private let line: ((String) -> Void)?
    private let part: ((HTTPAnswer, UnsafeRawBufferPointer) -> Bool)?
    private let tick: () -> Bool
    /// More than any answer of a server that keeps to its limits.
    private static let bytesMax = 64 * 1024 * 1024
    private static let lineBytesMax = 64 * 1024

    init(
        line: ((String) -> Void)? = nil,
        part: ((HTTPAnswer, UnsafeRawBufferPointer) -> Bool)? = nil,
        tick: @escaping () -> Bool = { true }
    ) {
        (self.line, self.part, self.tick) = (line, part, tick)
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
        keeplocal_set_head(
            handle,
            { bytes, size, count, context in
                guard let bytes, let context else { return 0 }
                let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
                return sink.takeHead(UnsafeRawBufferPointer(start: bytes, count: size * count))
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

    /// One line of the head; a new status line, as after a proxy's own, begins it anew.
    private func takeHead(_ bytes: UnsafeRawBufferPointer) -> Int {
        let line = String(decoding: bytes, as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines
        )
        if line.hasPrefix("HTTP/") {
            headers = [:]
            status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        }
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2, headers.count < 100 {
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        return bytes.count
    }

    /// How many bytes were taken; fewer than given ends the transfer.
    private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        if let part, (200..<300).contains(status) {
            let head = HTTPAnswer(
                status: status,
                body: Data(),
                bytesUp: 0,
                bytesDown: 0,
                headers: headers
            )
            return part(head, bytes) ? bytes.count : 0
        }
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
