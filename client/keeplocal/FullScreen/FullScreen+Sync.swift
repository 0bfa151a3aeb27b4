// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import Screens

/// The sync that runs beside the screen.
extension FullScreen {
    mutating func startSync() throws {
        guard sync == nil else { return }
        sync = try SyncChild(home: home)
        progress.isRunning = true
        progress.words = "reaching the server ..."
        progress.steps = nil
        showProgress()
    }

    mutating func readSync() {
        guard var running = sync else { return }
        let exit = running.read()
        for line in running.takeLines() { take(line) }
        sync = exit == nil ? running : nil
        if let exit {
            progress.isRunning = false
            if exit > 6 || exit == 1 && progress.reports.isEmpty {
                report("The sync stopped (\(exit)). What was saved is safe; sync again.")
            }
        }
        showProgress()
    }

    private mutating func take(_ line: String) {
        guard let value = try? Canonical.decode(JSON.self, from: Data(line.utf8)),
            case .object(let object) = value
        else {
            progress.words = line
            progress.steps = SyncScreen.Progress.Steps(words: line)
            return
        }
        if case .string(let message)? = object["message"] { return report(message) }
        report(SyncWords(object).text)
    }

    private mutating func report(_ words: String) {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000))
        let time = now.words.suffix(5)
        progress.reports.insert("\(time)  \(words)", at: 0)
        progress.reports = Array(progress.reports.prefix(20))
        navigator.notice = Navigator.Notice(words)
    }

    mutating func showProgress() {
        for (index, screen) in navigator.screens.enumerated() {
            guard var shown = screen as? SyncScreen else { continue }
            shown.progress = progress
            navigator.replace(index, by: shown)
        }
    }
}

/// What a sync did, from its JSON.
private struct SyncWords {
    private let object: [String: JSON]

    init(_ object: [String: JSON]) { self.object = object }

    private func number(_ key: String) -> Int {
        if case .integer(let number)? = object[key] { Int(number) } else { 0 }
    }

    /// What came of forms: "Forms: walk (new), outcome (closed)".
    private var forms: String? {
        guard case .array(let news)? = object["forms"], !news.isEmpty else { return nil }
        let words = news.compactMap { item -> String? in
            guard case .object(let item) = item, case .string(let form)? = item["form"],
                case .string(let news)? = item["news"]
            else { return nil }
            return "\(form) (\(news == "version" ? "new version" : news))"
        }
        return "Forms: \(words.joined(separator: ", "))."
    }

    var text: String {
        var words = [
            "Sent \(count(number("pushed"), "change")), received"
                + " \(count(number("pulled"), "record"))."
        ]
        if number("refused") > 0 {
            words.append("\(count(number("refused"), "change")) refused: see Messages.")
        }
        if number("erased") > 0 { words.append(number("erased").erasedWords) }
        if number("held") > 0 { words.append("\(count(number("held"), "change")) held.") }
        if number("conflicts") > 0 {
            words.append("\(count(number("conflicts"), "conflict")) to settle.")
        }
        if number("newMessages") > 0 {
            words.append("\(count(number("newMessages"), "new message")): see Messages.")
        }
        if let forms { words.append(forms) }
        if number("filesWaiting") > 0 {
            words.append("\(count(number("filesWaiting"), "file")) still to be sent.")
        }
        if object["digestsAgree"] == .boolean(false) {
            words.append("This device still differs from the server: sync again.")
        }
        return words.joined(separator: " ")
    }
}

extension SyncScreen.Progress.Steps {
    /// Reads "sending: 7 of 19 changes ..." of a sync.
    init?(words: String) {
        guard let match = words.firstMatch(of: #/: (\d+) of (\d+) /#), let done = Int(match.1),
            let total = Int(match.2)
        else { return nil }
        self.init(done: done, total: total)
    }
}
