// SPDX-License-Identifier: Apache-2.0

import Foundation
import Seeds

/// Cuts the power at random places of a trace, and looks at what is left each time.
///
/// A state is told by the seed and its number: `KEEPLOCAL_SEED=7 KEEPLOCAL_STATE=12 swift test
/// --filter PowerCutTests` makes one again.
struct PowerCut<Memory: Sendable>: Sendable {
    let trace: Trace
    /// What lay in the folder before, and was safe.
    let files: [String: Data]
    /// What was acknowledged before the trace begins.
    let start: Memory
    /// Takes what a program said, on its standard output or on a socket.
    let hear: @Sendable (inout Memory, Int, Data) throws -> Void
    /// Opens a folder in which the files lie as the cut left them.
    let look: @Sendable (_ folder: String, _ state: Int, Memory) async throws -> Tally

    static var stateWanted: Int? {
        ProcessInfo.processInfo.environment["KEEPLOCAL_STATE"].flatMap { Int($0) }
    }

    /// The state of the folder at the end of the trace; it must be what is really there.
    func end() throws -> [String: Data] {
        var disk = CutDisk(files)
        for event in trace.events { try disk.apply(event) }
        return disk.whole
    }

    /// All that was acknowledged in the end.
    func heard() throws -> Memory {
        var memory = start
        for case .say(let descriptor, let bytes) in trace.events {
            try hear(&memory, descriptor, bytes)
        }
        return memory
    }

    func run(states: Int, seed: Seed) async -> Tally {
        let numbers = Self.stateWanted.map { [$0] } ?? Array(0..<states)
        // Each half goes through the trace once, as cuts are made in its order.
        let halves = [0, 1].map { half in numbers.filter { $0 % 2 == half } }
        return await Campaign.run(halves.filter { !$0.isEmpty }) { numbers in
            try await run(numbers, seed)
        }
    }

    private func run(_ numbers: [Int], _ seed: Seed) async throws -> Tally {
        var dice = numbers.map { (number: $0, dice: seed.derived(UInt64($0)), place: 0) }
        for index in dice.indices {
            dice[index].place = Int.random(in: 0...trace.events.count, using: &dice[index].dice)
        }
        dice.sort { $0.place < $1.place }
        let folder = try Folder()
        var (disk, memory, done, tally) = (CutDisk(files), start, 0, Tally())
        for var cut in dice {
            while done < cut.place {
                let event = trace.events[done]
                if case .say(let descriptor, let bytes) = event {
                    try hear(&memory, descriptor, bytes)
                }
                try disk.apply(event)
                done += 1
            }
            tally = tally + (await state(cut.number, disk.cut(using: &cut.dice), memory, folder))
        }
        return tally
    }

    private func state(
        _ number: Int,
        _ files: [String: Data],
        _ memory: Memory,
        _ folder: Folder
    ) async -> Tally {
        var tally = Tally(cases: 1, met: 1)
        let path = folder.path + "/state"
        do {
            try? FileManager.default.removeItem(atPath: path)
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700]
            )
            // Shared memory is gone with the power; SQLite makes it anew.
            for (name, data) in files where !name.hasSuffix("-shm") {
                let file = URL(filePath: path + "/" + name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try data.write(to: file)
            }
            let found = try await look(path, number, memory)
            tally = tally + found
            if !found.isClean { tally.words.append("KEEPLOCAL_STATE=\(number)") }
        } catch {
            tally.saw(torn: 1)
            tally.words.append("KEEPLOCAL_STATE=\(number): \(error)")
        }
        return tally
    }
}
