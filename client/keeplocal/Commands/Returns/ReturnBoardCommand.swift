// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore

struct ReturnBoardCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board",
        abstract: "Show every return that is awaited: how it stands, and who has the ball.",
        discussion: """
            A service reports every quarter, every half year or every year (returns), up
            to the 15th working day after it, or as it says (return_days); bank holidays
            are those of England. Services whose returns are not asked for (returns=none)
            are left out.
            """
    )

    @Option(help: "One period, such as 2026-Q2; without it, all that are not over.")
    var period: String?
    @Flag(help: "What is over as well: approved, published, waived.") var all = false
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let period = try period.map(returnPeriod)
        try device.show(device.storeForFigures()) { session in
            let board = try session.returnBoard(today: session.today)
            let rows = board.rows.filter { row in
                period.map { row.period == $0 } ?? (all || row.turn != .nobody)
            }
            let freshness = try session.freshness()
            let json = rows.map { row in
                JSON(row).adding(devices: freshness?.told(of: row.organisation, in: nil))
            }
            return try device.page(.array(json)) {
                let held = HeldWorkLines.remark(try session.heldWork())
                return try lines(rows, session) + (held.map { ["", $0] } ?? [])
                    + [""] + session.asOf(nil, in: nil).wrapped()
            }
        }
    }

    private func lines(_ rows: [ReturnBoard.Row], _ session: StoreSession) throws -> [String] {
        guard !rows.isEmpty else {
            return [
                "No return waits for anybody. See what is over with: keeplocal return board --all"
            ]
        }
        var table = Table(folding: "period", "turn", "service", "organisation", "state", "due")
        for row in rows {
            table.add(
                row.period.description,
                row.turn == .nobody ? "" : row.turn.rawValue,
                row.name ?? "all",
                try row.organisation.map { try session.name(of: $0) } ?? "",
                row.standing.words,
                row.daysLate == 0
                    ? row.due.description
                    : "\(row.due) \(count(Int(row.daysLate), "day")) late"
            )
        }
        let overdue = rows.filter(\.isOverdue).count
        let waived = rows.compactMap { row in
            row.waiver.map { "Waived, \(row.period), \(row.name ?? ""): \(inert($0.reason))" }
        }
        return [table.text]
            + (overdue > 0 ? ["", "\(count(overdue, "return")) overdue."] : [])
            + (waived.isEmpty ? [] : [""] + waived)
    }
}

extension ReturnBoard.Row {
    /// "2026-07-21", and how late it is or was.
    var dueWords: String {
        daysLate == 0
            ? due.description
            : "\(due) (\(isOverdue ? "overdue by" : "late by") \(count(Int(daysLate), "day")))"
    }
}

extension JSON {
    init(_ row: ReturnBoard.Row) {
        let open = row.opened?.progress.queries.filter(\.isOpen).count ?? 0
        var members: [String: JSON] = [
            "period": .string(row.period.description), "due": .string(row.due.description),
            "name": row.name.map(JSON.string) ?? .null,
            "waived": row.waiver.map { .string($0.reason) } ?? .null,
        ]
        members["service"] = row.service.map { .string($0.description) } ?? .null
        members["organisation"] = row.organisation.map { .string($0.description) } ?? .null
        members["record"] = row.opened.map { .string($0.record.description) } ?? .null
        members["state"] = .string(row.standing.key)
        members["turn"] = .string(row.turn.rawValue)
        members["daysLate"] = .integer(row.daysLate)
        members["overdue"] = .boolean(row.isOverdue)
        members["openQueries"] = .integer(Int64(open))
        self = .object(members)
    }
}

extension ReturnBoard.Standing {
    fileprivate var key: String {
        switch self {
        case .notDue: "not_due"
        case .notOpened: "not_opened"
        case .waived: "waived"
        case .state(let state): state.rawValue
        }
    }
}
