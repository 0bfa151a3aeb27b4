// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Sealing

/// A bundle as it lies on a stick: who carries it sees where its parts begin and end, and nothing
/// of what is in them.
struct CarriedBundle {
    let changes: Data
    let files: [CarriedFile]
    /// True where it ends in the middle of a file, or goes on as no bundle does.
    let isCut: Bool

    static let damaged = Problem(
        .bundleDamaged,
        "This bundle is cut short or damaged. Nothing was taken. Copy it anew from where it came"
            + " from, or export it again: the work is still on its device."
    )

    init(_ file: FileHandle) throws {
        let size = try file.seekToEnd()
        let end = try Self.endOfChanges(file)
        guard end <= Limits.bundleBytesMax else {
            throw Problem(
                .requestTooLarge,
                "The changes of a bundle have at most \(Limits.bundleBytesMax / 1_048_576) MB."
                    + " Nothing was sent."
            )
        }
        changes = try file.bytes(0..<end)
        var (place, found) = (end, [CarriedFile]())
        while let section = try CarriedFile(file, at: place, within: size) {
            found.append(section)
            place = section.end
        }
        (files, isCut) = (found, place != size)
    }

    private static func endOfChanges(_ file: FileHandle) throws -> UInt64 {
        var place = UInt64(BundleReader.headCount)
        while true {
            let field = try file.bytes(place..<place + UInt64(PartLength.count))
            guard let length = PartLength(field) else { throw damaged }
            place += UInt64(PartLength.count + length.bytesCount)
            if length.isLast { return place }
        }
    }
}

/// One file of a bundle that is carried.
struct CarriedFile {
    let end: UInt64
    private let file: FileHandle
    private let start: UInt64

    /// Nil where no whole one lies at that place.
    init?(_ file: FileHandle, at start: UInt64, within size: UInt64) throws {
        let places = start + UInt64(BundleFileFormat.headCount)
        guard places <= size,
            let length = BundleFileFormat.length(inHead: try file.bytes(start..<places)),
            length <= size - places
        else { return nil }
        (self.file, self.start, end) = (file, start, places + length)
    }

    /// The head and part 0, and where each part of the contents begins, with the end of the last.
    func parts() throws -> (opening: Data, places: [UInt64]) {
        var (place, places) = (start + UInt64(BundleFileFormat.headCount), [UInt64]())
        while place < end {
            let field = try file.bytes(place..<place + UInt64(PartLength.count))
            let length = PartLength(field, bytesMax: BundleFileFormat.sealedPartBytes)
            guard let length else { throw CarriedBundle.damaged }
            place += UInt64(PartLength.count + length.bytesCount)
            places.append(place)
        }
        guard let first = places.first, places.count > 1, place == end else {
            throw CarriedBundle.damaged
        }
        return (try file.bytes(start..<first), places)
    }

    func bytes(_ range: Range<UInt64>) throws -> Data { try file.bytes(range) }
}

extension FileHandle {
    /// As many of these bytes as there are.
    fileprivate func bytes(_ range: Range<UInt64>) throws -> Data {
        try seek(toOffset: range.lowerBound)
        var found = Data()
        while found.count < range.count,
            let more = try read(upToCount: range.count - found.count), !more.isEmpty
        {
            found += more
        }
        return found
    }
}
