// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Glibc

/// A council's ledger of payments: read in, and its figures drawn, by the program itself.
struct LedgerBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "A long ledger of payments: its import, and what is shown of it."
    )

    @Argument(help: "The home of a device of a council's finance.") var home: String
    @Option(help: "The program keeplocal.") var program: String
    @Option(help: "How many rows the ledger has.") var rows = 1_000_000
    @Option(help: "How often what was imported is shown.") var times = 3

    func run() throws {
        let file = home + "/bench-ledger.csv"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try WrittenLedger(rows: rows).write(to: file)
        print("A ledger of \(rows) rows:")
        print()
        Figure.printHeader()
        // The program under test comes first: the system tells the most that any child held.
        let imported = try Timings(times: 1) { _ in
            try keeplocal(["spend", "import", file, "--from", "2025-04-01", "--to", "2026-03-31"])
        }
        let heldByImport = Self.peak
        let shown = try Timings(times: times) { _ in try keeplocal(["spend", "show"]) }
        let heldByShow = Self.peak
        let reference = try Timings(times: 1) { _ in
            let base = home + "/bench-reference.sqlite"
            defer { try? FileManager.default.removeItem(atPath: base) }
            try run("sqlite3", ["-csv", base, ".import '\(file)' ledger"])
        }
        let beside = "sqlite3 importing the same file"
        Figure(what: "spend import", timings: imported, reference: beside, against: reference)
            .print()
        Figure(what: "spend show", timings: shown, reference: "the same", against: reference)
            .print()
        print()
        print("At most \(heldByImport) MB were held by the import, and", terminator: " ")
        print("\(heldByShow) MB by whichever of the two held more.")
    }

    /// Megabytes that the largest child held which has ended so far.
    private static var peak: Int {
        var usage = rusage()
        getrusage(RUSAGE_CHILDREN.rawValue, &usage)
        return Int(usage.ru_maxrss) / 1_024
    }

    private func keeplocal(_ arguments: [String]) throws {
        try run(program, arguments + ["--home", home, "--json"])
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw BenchFailure("\(arguments.joined(separator: " ")) failed.")
        }
    }
}

/// Payments of one year with the headings of the Transparency Code, the same at every run: 4,500
/// suppliers in seven postcodes, which gives more different sums than a real ledger has.
private struct WrittenLedger {
    let rows: Int

    private static let postcodes = [
        "BD1 1HX", "BD3 9QX", "BD8 7DA", "LS1 4AP", "HX1 1UN", "M1 1AE", "SW1A 1AA",
    ]

    func write(to path: String) throws {
        try Data().write(to: URL(filePath: path))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? file.close() }
        var part = "Date,Supplier Name,Supplier Postcode,Amount,Transaction Number\r\n"
        var number = LinearCongruential(state: 45)
        for row in 0..<rows {
            let (day, supplier) = (number.next(28) + 1, number.next(4_500))
            let month = number.next(12)
            let (year, place) = (month < 9 ? 2_025 : 2_026, number.next(Self.postcodes.count))
            part += "\(year)-\(Self.two((month + 3) % 12 + 1))-\(Self.two(day)),"
            part += "Supplier \(supplier) Ltd,\(Self.postcodes[place]),"
            part += "\(number.next(20_000)).\(Self.two(number.next(100))),T\(row)\r\n"
            if part.utf8.count > 1_000_000 {
                try file.write(contentsOf: Data(part.utf8))
                part = ""
            }
        }
        try file.write(contentsOf: Data(part.utf8))
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// Knuth's generator for 64 bits (MMIX); only that a ledger looks like one is asked of it.
private struct LinearCongruential {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }
}
