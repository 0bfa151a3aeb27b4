// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A disk under a program that fails where a test wants it to: `Tests/CFaultyDisk`, preloaded.
///
/// It counts what all threads of a program do, and one program after another. The test and the
/// program share its figures in a file of six numbers.
final class FaultyDisk {
    enum Fault: UInt64 {
        /// The program is killed before the operation.
        case killed = 1
        /// A write is done by half, and then the program is killed.
        case torn
        case full
        case failing
    }

    struct Operations: OptionSet {
        let rawValue: UInt64

        static let write = Self(rawValue: 1)
        static let create = Self(rawValue: 2)
        static let truncate = Self(rawValue: 4)
        static let sync = Self(rawValue: 8)
        static let remove = Self(rawValue: 16)
        static let rename = Self(rawValue: 32)
        /// The names in a folder; SQLite does not tell when that of a journal's name fails.
        static let syncFolder = Self(rawValue: 64)
        /// What takes room.
        static let room: Self = [.write, .create]
        static let all: Self = [
            .write, .create, .truncate, .sync, .remove, .rename, .syncFolder,
        ]
    }

    /// What to start programs with.
    let environment: [String: String]
    private let control: FileHandle

    private static let library = Running.programs + "/libFaultyDisk.so"

    /// `trace` is a file in which all that programs do there is written down; `checkpoint` after
    /// how many pages SQLite brings its log of writes into the database, 0 for never by itself.
    init(
        over path: String,
        in folder: Folder,
        trace: String? = nil,
        checkpoint: Int? = nil
    ) throws {
        let file = try folder.write("", to: "disk-" + UUID().uuidString)
        guard let control = FileHandle(forUpdatingAtPath: file),
            FileManager.default.fileExists(atPath: Self.library)
        else { throw ProgramFailure("There is no \(Self.library).") }
        try control.write(contentsOf: Data(count: 48))
        self.control = control
        var environment = [
            "LD_PRELOAD": Self.library, "FAULTY_DISK_FOLDER": path, "FAULTY_DISK_CONTROL": file,
        ]
        environment["FAULTY_DISK_TRACE"] = trace
        environment["FAULTY_DISK_CHECKPOINT"] = checkpoint.map(String.init)
        self.environment = environment
    }

    /// Operations since it was armed, of the kinds that it was armed for.
    var count: Int { get throws { Int(try number(0)) } }

    /// How many of them met the fault.
    var met: Int { get throws { Int(try number(1)) } }

    /// Counts from now on; the fault comes at the operations of these numbers, from 1.
    func arm(_ fault: Fault, of operations: Operations, at places: ClosedRange<Int>) throws {
        try write([
            0, 0, operations.rawValue, 0, UInt64(places.lowerBound), UInt64(places.upperBound),
        ])
        try set(3, fault.rawValue)
    }

    /// Counts from now on, and fails at nothing.
    func observe(_ operations: Operations) throws {
        try write([0, 0, operations.rawValue, 0, 0, 0])
    }

    /// Fails no more; what was counted stays.
    func mend() throws { try set(3, 0) }

    private func number(_ index: Int) throws -> UInt64 {
        try control.seek(toOffset: UInt64(index * 8))
        let bytes = try control.read(upToCount: 8) ?? Data()
        guard bytes.count == 8 else { throw ProgramFailure("The disk's figures are gone.") }
        return bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    }

    private func set(_ index: Int, _ value: UInt64) throws {
        try control.seek(toOffset: UInt64(index * 8))
        try control.write(contentsOf: withUnsafeBytes(of: value) { Data($0) })
    }

    private func write(_ numbers: [UInt64]) throws {
        try control.seek(toOffset: 0)
        try control.write(contentsOf: numbers.withUnsafeBytes { Data($0) })
    }
}
