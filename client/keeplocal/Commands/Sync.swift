// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FieldModel
import FieldStore
import FieldSync

struct Sync: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send what is saved here, and fetch what is new.",
        discussion: """
            It may be stopped at any time, and goes on from there the next time.
            Exit codes: 1 when this device still differs from the server, 3 when conflicts
            remain, 4 without a network (work is saved), 5 when the server refused
            something.
            """
    )

    @Flag(help: "Go on syncing whenever there is something new, until stopped with Ctrl-C.")
    var watch = false
    @Flag(help: "Say how far it has come, a line at a time, where there is no terminal.")
    var progress = false
    @OptionGroup var device: DeviceOptions

    func run() throws {
        let store = try device.store()
        let server = try device.server(store)
        let loop = SyncLoop(
            store: store,
            server: server,
            progress: { progress ? Terminal.note($0.words) : Terminal.progress($0.words) }
        )
        var known = try store.read { try KnownForms($0) }
        guard watch else {
            defer { Terminal.progress(nil) }
            // A sync that succeeded is told, whatever becomes of these.
            try? store.beginNews()
            let report = try loop.run()
            Terminal.progress(nil)
            try tell(report, known.news(in: store), news: (try? store.noteNews()) ?? 0)
            try? DeviceOptions.readyFigures(in: store)
            if let code = report.exitCode { throw Exit(code: code) }
            return
        }
        var words = WatchWords()
        var isFirst = true
        try? store.beginNews()
        try loop.watch { event in
            Terminal.progress(nil)
            switch event {
            case .synced(let report):
                let forms = (try? known.news(in: store)) ?? []
                // Most bring nothing, and one that broke off before may have brought some.
                let mayBring = isFirst || report.pulled + report.mended > 0
                isFirst = false
                let news =
                    try? mayBring
                    ? store.noteNews() : store.read { try $0.unreadNews().count }
                let isWorthTelling = words.isWorthTelling(report) || !forms.isEmpty
                if device.json || isWorthTelling { try? tell(report, forms, news: news ?? 0) }
                try? DeviceOptions.readyFigures(in: store)
            case .waiting(let problem, let seconds):
                guard words.isWorthTelling(problem) else { return true }
                let message = inert(problem.message)
                Terminal.note("\(message) (trying again in \(count(seconds, "second")), and so on)")
            }
            return true
        }
    }

    private func tell(_ report: SyncReport, _ forms: [FormNews], news: Int) throws {
        try device.show(JSON(report, forms, news: news)) {
            Terminal.line(
                "Sent \(count(report.pushed, "change")), received"
                    + " \(count(report.pulled, "record"))"
                    + " (\(report.bytesUp.words) up, \(report.bytesDown.words) down)."
            )
            forms.forEach { Terminal.line($0.words) }
            tellMended(report)
            if report.erased > 0 { Terminal.line(report.erased.erasedWords) }
            if report.refused > 0 {
                Terminal.line(
                    "\(count(report.refused, "change")) refused; nothing is lost."
                        + " See: keeplocal status"
                )
            }
            if report.held > 0 {
                Terminal.line(
                    "\(count(report.held, "change")) held by the server, as your role was taken"
                        + " away; nothing is lost."
                )
            }
            tellAwaiting(report)
            tellFiles(report)
            if report.conflicts > 0 {
                Terminal.line(
                    Style.warning(count(report.conflicts, "conflict") + " to settle.")
                        + " See who decides: keeplocal conflict list"
                )
            }
            if news > 0 {
                Terminal.line("\(count(news, "new message")) from others: keeplocal messages")
            }
            if !report.digestsAgree {
                Terminal.line(
                    "This device still differs from the server. Sync again; if it stays, tell an"
                        + " administrator."
                )
            }
        }
    }

    private func tellAwaiting(_ report: SyncReport) {
        let mending = report.awaitingMending
        if report.awaiting > mending {
            Terminal.line(
                "The server was restored from a backup:"
                    + " \(count(report.awaiting - mending, "change"))"
                    + " kept there until other devices have synced; nothing is lost."
            )
        }
        guard mending > 0 else { return }
        Terminal.line(
            "A record of the server is damaged: \(count(mending, "change")) kept there until it is"
                + " mended; nothing is lost. Tell whoever runs the server."
        )
    }

    private func tellMended(_ report: SyncReport) {
        guard report.mended > 0 else { return }
        Terminal.line(
            "\(count(report.mended, "record")) on this device had gone wrong, and"
                + " \(report.mended == 1 ? "was" : "were") put right."
        )
    }

    private func tellFiles(_ report: SyncReport) {
        if report.filesSent > 0 { Terminal.line("Sent \(count(report.filesSent, "file")).") }
        if let problem = report.filesProblem {
            Terminal.note("All records are through. A file is not: \(inert(problem.message))")
        }
        if report.filesWaiting > 0 {
            Terminal.line("\(count(report.filesWaiting, "file")) waiting; the next sync goes on.")
        }
    }
}

/// Keeps a sync that watches calm: a person is told what is new, not that nothing is.
struct WatchWords {
    private var conflicts: Int?
    private var waitsFor: Problem.Code?

    mutating func isWorthTelling(_ report: SyncReport) -> Bool {
        let isNew =
            conflicts != report.conflicts || waitsFor != nil || !report.digestsAgree
            || report.pushed + report.pulled + report.refused + report.erased + report.held > 0
        (conflicts, waitsFor) = (report.conflicts, nil)
        return isNew
    }

    mutating func isWorthTelling(_ problem: Problem) -> Bool {
        defer { waitsFor = problem.code }
        return waitsFor != problem.code
    }
}

extension SyncReport {
    /// What a sync leaves with; nil when all is well.
    ///
    /// A device that is not what the server says it should be comes first: all else it shows may be
    /// wrong then.
    var exitCode: Int32? {
        if !digestsAgree { return ExitStatus.failed }
        if refused + erased > 0 { return ExitStatus.refused }
        if conflicts > 0 { return ExitStatus.conflictsRemain }
        return filesProblem.map { Failure($0).exitCode }
    }
}

extension SyncProgress {
    var words: String {
        switch self {
        case .sending(let done, let total): "sending: \(done) of \(total) changes ..."
        case .receiving(let records): "receiving: \(records) records ..."
        case .sendingFile(let done, let total):
            "sending a file: \(done.words) of \(total.words) ..."
        case .tryingAgain: "no answer yet; trying again ..."
        }
    }
}

extension JSON {
    init(_ report: SyncReport, _ forms: [FormNews] = [], news: Int) {
        self = [
            "pushed": .integer(Int64(report.pushed)),
            "pulled": .integer(Int64(report.pulled)),
            "mended": .integer(Int64(report.mended)),
            "duplicates": .integer(Int64(report.duplicates)),
            "refused": .integer(Int64(report.refused)),
            "erased": .integer(Int64(report.erased)),
            "held": .integer(Int64(report.held)),
            "awaiting": .integer(Int64(report.awaiting)),
            "awaitingMending": .integer(Int64(report.awaitingMending)),
            "bytesUp": .integer(report.bytesUp),
            "bytesDown": .integer(report.bytesDown),
            "conflicts": .integer(Int64(report.conflicts)),
            "newMessages": .integer(Int64(news)),
            "digestsAgree": .boolean(report.digestsAgree),
            "filesSent": .integer(Int64(report.filesSent)),
            "filesWaiting": .integer(Int64(report.filesWaiting)),
            "forms": .array(forms.compactMap(\.json)),
        ]
    }
}

extension Int {
    /// What became of so many changes of records that were erased meanwhile.
    var erasedWords: String {
        "\(count(self, "change")) came too late: the record was erased, and so is what"
            + " \(self == 1 ? "it" : "they") said."
    }
}
