// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldForms
import FieldModel
import FieldStore
import Foundation

struct PrincipleShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the six principles: the council's rating, the organisations', the gap."
    )

    @Option(help: "A financial year or quarter; without it, the latest that was assessed.")
    var period: String?
    @Option(help: "The council, where this device has several.") var council: String?
    @OptionGroup var device: DeviceOptions

    func run() throws {
        try device.show(device.store()) { session in
            let all = try session.principleAssessments()
            guard let board = try board(all, session) else {
                let none = try session.identity().actor.principleAbsence
                return device.page(.null) { none.wrapped(78) }
            }
            let today = session.today
            return try device.page(JSON(board, on: today)) {
                try lines(board, session) + signatures(board, session)
                    + actions(board, on: today)
            }
        }
    }

    private func board(
        _ all: [PrincipleAssessment],
        _ session: StoreSession
    ) throws -> PrincipleBoard? {
        let councils = Set(all.map(\.council)).sorted()
        let chosen = council.flatMap { CouncilID($0) } ?? (councils.count == 1 ? councils[0] : nil)
        guard let chosen else {
            guard councils.count > 1 else { return nil }
            throw Failure(
                usage: "this device has several councils; name one with --council: "
                    + councils.map(\.text).joined(separator: ", ")
            )
        }
        let own = all.filter { $0.council == chosen }
        guard let period = period ?? own.map(\.period).max() else { return nil }
        return PrincipleBoard(
            all,
            of: chosen,
            in: period,
            principles: try session.principles().map(\.key)
        )
    }

    private func lines(_ board: PrincipleBoard, _ session: StoreSession) throws -> [String] {
        var table = Table("principle", "last", "now", "target", "organisations", "gap", "signed")
        for row in board.rows {
            table.add(
                row.principle,
                row.last.map { String($0.level) } ?? "",
                row.now.map { bar($0.level) } ?? (row.isDisputed ? "in dispute" : ""),
                row.now?.target.map(String.init) ?? "",
                shadow(row),
                row.gap.map { $0.doubled > 0 ? "+\($0.text)" : $0.text } ?? "",
                row.now?.signedMark ?? ""
            )
        }
        let levels = PrincipleAssessment.levels.enumerated().map { "\($0) \($1)" }
        let words = [
            "Levels: " + levels.joined(separator: ", ") + ".",
            "They are KeepLocal's own scale. The organisations' is the middle of their ratings, of"
                + " two what lies between them, and in brackets how many they are; a gap above 0"
                + " says that the council sees itself further.",
            board.disputeNote.map { inert($0) },
            board.overtakenNote.map { inert($0) },
        ].compactMap { $0 }
        return [
            Style.bold("\(try session.name(of: board.council)), \(board.period)"), table.text, "",
        ] + words.flatMap { $0.wrapped(78) }
    }

    private func shadow(_ row: PrincipleBoard.Row) -> String {
        guard let shadow = row.shadow else { return "" }
        return "\(shadow.text) (\(row.shadows.count))"
    }

    /// "■■■□ 3": seen and read alike.
    private func bar(_ level: Int) -> String {
        String(repeating: "■", count: level) + String(repeating: "□", count: 4 - level)
            + " \(level)"
    }

    /// Who signed what, and what this person may sign.
    private func signatures(
        _ board: PrincipleBoard,
        _ session: StoreSession
    ) throws -> [String] {
        let ratings = board.rows.compactMap(\.now)
        let signed = try ratings.compactMap { rating in
            try rating.signedWords(session).map { "  \(rating.principle): \($0)" }
        }
        let actor = try session.identity().actor
        let open = ratings.filter { $0.awaitsSignature(of: actor) }.map {
            "  keeplocal principle sign \($0.principle) --period \(inert($0.period))"
        }
        return (signed.isEmpty ? [] : ["", Style.bold("Signed by")] + signed)
            + (open.isEmpty ? [] : ["", Style.bold("For you to read and sign")] + open)
    }

    private func actions(_ board: PrincipleBoard, on today: PlainDate) -> [String] {
        let open = board.rows.flatMap { row in
            (row.now?.actions ?? []).filter { $0.done == nil }.map { (row.principle, $0) }
        }
        guard !open.isEmpty else { return [] }
        return ["", Style.bold("Actions")]
            + open.map { principle, action in
                let due = action.due.map { " by \($0)" } ?? ""
                let late = action.isOverdue(on: today) ? "  ! overdue" : ""
                let who = action.owner.map { inert($0) } ?? "nobody"
                return "  \(principle): \(inert(action.what)), \(who)\(due)\(late)"
            }
    }
}

extension JSON {
    fileprivate init(_ level: MiddleLevel) {
        self =
            level.isWhole
            ? .integer(Int64(level.doubled / 2)) : .decimal(Decimal(level.doubled) / 2)
    }

    fileprivate init(_ board: PrincipleBoard, on today: PlainDate) {
        let rows = board.rows.map { row -> JSON in
            var members: [String: JSON] = ["principle": .string(row.principle)]
            members["disputed"] = .boolean(row.isDisputed)
            members["last"] = row.last.map { .integer(Int64($0.level)) } ?? .null
            members["now"] = row.now.map { .integer(Int64($0.level)) } ?? .null
            members["target"] = row.now?.target.map { .integer(Int64($0)) } ?? .null
            members["shadow"] = row.shadow.map(JSON.init) ?? .null
            members["shadows"] = .integer(Int64(row.shadows.count))
            members["gap"] = row.gap.map(JSON.init) ?? .null
            members["record"] = row.now.map { .string($0.record.description) } ?? .null
            let signed = row.now?.signatures.contains(where: \.isCurrent) ?? false
            members["signed"] = .boolean(signed)
            let overdue = row.now?.actions.filter { $0.isOverdue(on: today) }.count ?? 0
            members["overdueActions"] = .integer(Int64(overdue))
            return .object(members)
        }
        self = [
            "council": .string(board.council.text), "period": .string(board.period),
            "principles": .array(rows),
        ]
    }
}
