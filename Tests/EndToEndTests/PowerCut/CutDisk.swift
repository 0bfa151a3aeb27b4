// SPDX-License-Identifier: Apache-2.0

import Foundation
import Seeds

/// A disk as it may be found after the power went: what was synced is there, and of the rest
/// anything may be, in any combination (Pillai et al., "All File Systems Are Not Created Equal",
/// 2014).
///
/// A file has a content that is safe, and operations that wait for a sync. The folder has names
/// that are safe, and names made, moved and removed that wait for a sync of the folder.
struct CutDisk {
    private enum Change {
        case write(at: Int, Data)
        case truncate(to: Int)
    }

    private enum Naming {
        case make(String, Int)
        case remove(String)
        case move(String, to: String)

        /// In the folder whose sync makes it safe.
        var name: String {
            switch self {
            case .make(let name, _), .remove(let name), .move(_, to: let name): name
            }
        }
    }

    private struct File {
        var safe = Data()
        var waiting: [Change] = []
    }

    private var files: [File] = []
    /// Names as the programs see them, and as they are safe.
    private var names: [String: Int] = [:]
    private var safeNames: [String: Int] = [:]
    private var waiting: [Naming] = []

    /// A disk on which everything that is there is safe.
    init(_ content: [String: Data]) {
        for (name, data) in content {
            files.append(File(safe: data))
            names[name] = files.count - 1
        }
        safeNames = names
    }

    mutating func apply(_ event: Trace.Event) throws {
        switch event {
        case .create(let name):
            files.append(File())
            names[name] = files.count - 1
            waiting.append(.make(name, files.count - 1))
        case .write(let name, let place, let bytes):
            files[try number(name)].waiting.append(.write(at: place, bytes))
        case .truncate(let name, let size):
            files[try number(name)].waiting.append(.truncate(to: size))
        case .remove(let name):
            names[name] = nil
            waiting.append(.remove(name))
        case .rename(let old, let new):
            names[new] = names.removeValue(forKey: old)
            waiting.append(.move(old, to: new))
        case .sync(let folder) where folder.isEmpty || folder.hasSuffix("/"):
            let isWithin = { (naming: Naming) in
                naming.name.hasPrefix(folder) && !naming.name.dropFirst(folder.count).contains("/")
            }
            for naming in waiting.filter(isWithin) { Self.perform(naming, on: &safeNames) }
            waiting.removeAll(where: isWithin)
        case .sync(let name):
            let number = try number(name)
            for change in files[number].waiting { Self.perform(change, on: &files[number].safe) }
            files[number].waiting = []
        case .say: break
        }
    }

    private func number(_ name: String) throws -> Int {
        guard let number = names[name] else { throw ProgramFailure("Who made \(name)?") }
        return number
    }

    /// Everything, as if there had been no cut.
    var whole: [String: Data] {
        names.mapValues { number in
            var data = files[number].safe
            for change in files[number].waiting { Self.perform(change, on: &data) }
            return data
        }
    }

    /// What a cut leaves, one of the many possibilities.
    func cut(using dice: inout Seed) -> [String: Data] {
        var found = safeNames
        // A file system with a journal keeps the order of names; another keeps any of them.
        let inOrder = Bool.random(using: &dice)
        let kept = Int.random(in: 0...waiting.count, using: &dice)
        for (index, naming) in waiting.enumerated()
        where inOrder ? index < kept : Bool.random(using: &dice) {
            Self.perform(naming, on: &found)
        }
        return found.mapValues { content(of: files[$0], using: &dice) }
    }

    private func content(of file: File, using dice: inout Seed) -> Data {
        var data = file.safe
        let way = Int.random(in: 0...4, using: &dice)
        let place = Int.random(in: 0...file.waiting.count, using: &dice)
        for (index, change) in file.waiting.enumerated() {
            let isKept =
                switch way {
                case 0: false
                case 1: true
                case 2: index < place
                case 3: index >= place
                default: Bool.random(using: &dice)
                }
            if isKept { Self.perform(torn(change, using: &dice), on: &data) }
        }
        return data
    }

    /// Most writes arrive whole; some up to a sector, some as nothing but room.
    private func torn(_ change: Change, using dice: inout Seed) -> Change {
        guard case .write(let place, let bytes) = change else { return change }
        switch Int.random(in: 0..<10, using: &dice) {
        case 0:
            // Where a sector ends on the disk, not in the write.
            let sectors = stride(from: 512 - place % 512, to: bytes.count, by: 512)
            return .write(
                at: place,
                bytes.prefix(Array(sectors).randomElement(using: &dice) ?? bytes.count)
            )
        case 1: return .write(at: place, Data(count: bytes.count))
        default: return change
        }
    }

    private static func perform(_ naming: Naming, on names: inout [String: Int]) {
        switch naming {
        case .make(let name, let number): names[name] = number
        case .remove(let name): names[name] = nil
        case .move(let old, let new):
            if let number = names.removeValue(forKey: old) { names[new] = number }
        }
    }

    private static func perform(_ change: Change, on data: inout Data) {
        switch change {
        case .write(let place, let bytes):
            if data.count < place { data.append(Data(count: place - data.count)) }
            let end = min(data.count, place + bytes.count)
            data.replaceSubrange(place..<end, with: bytes)
        case .truncate(let size):
            if size < data.count {
                data.removeSubrange(size...)
            } else {
                data.append(Data(count: size - data.count))
            }
        }
    }
}
