// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// The forms that a device knows, to be told what a sync brought of them.
struct KnownForms {
    private var forms: [FormID: Known]
    /// What their person was told of them, where a repair lost them.
    private let told: [FormID: ToldForm]?
    private let fetchesAgain: Bool

    private struct Known {
        let title: String
        let version: Int
        let closing: FormClosing?
        let closedBy: String

        var told: ToldForm { ToldForm(version: version, isClosed: closing != nil) }
    }

    init(_ session: StoreSession) throws {
        forms = Dictionary(
            try session.forms().map { form in
                let closing = try session.closing(of: form.id)
                let known = Known(
                    title: form.definition.title,
                    version: form.version,
                    closing: closing,
                    closedBy: try closing.map { try session.name(of: $0.by) } ?? ""
                )
                return (form.id, known)
            },
            uniquingKeysWith: { first, _ in first }
        )
        (told, fetchesAgain) = (try session.toldForms(), try session.fetchesFormsAgain())
    }

    /// What came since this was read, or since this was asked the last time.
    ///
    /// It is noted that it was told; where another program is writing, the next time.
    mutating func news(in store: FieldStore) throws -> [FormNews] {
        let now = try store.read { try KnownForms($0) }
        defer { self = now }
        let told = now.forms.mapValues(\.told)
        if told != now.told { _ = try? store.writeIfFree { try $0.keep(told) } }
        return now.news(since: self)
    }

    /// A line for each form that is new, or newer, or was closed or opened again.
    ///
    /// One line for all where the device had none before: that is its first sync. Nothing of what
    /// is fetched again after a repair that was known before; where that is lost as well, nothing.
    func news(since former: KnownForms) -> [FormNews] {
        if former.fetchesAgain, former.told == nil { return [] }
        guard !former.forms.isEmpty || former.fetchesAgain else {
            return forms.isEmpty ? [] : [FormNews(form: nil, kind: .first(forms.count))]
        }
        return forms.sorted { $0.key < $1.key }.flatMap { id, known -> [FormNews] in
            let before = former.fetchesAgain ? former.told?[id] : former.forms[id]?.told
            var news: [FormNews.Kind] = []
            if before == nil {
                news.append(.new(known.title))
            } else if let before, known.version > before.version {
                news.append(.version(known.title, known.version))
            }
            switch (before?.isClosed ?? false, known.closing) {
            case (false, let closing?): news.append(.closed(known.title, closing, known.closedBy))
            case (true, nil): news.append(.reopened(known.title))
            default: break
            }
            return news.map { FormNews(form: id, kind: $0) }
        }
    }
}

/// What a sync brought of one form.
struct FormNews {
    enum Kind {
        case first(Int)
        case new(String)
        case version(String, Int)
        case closed(String, FormClosing, String)
        case reopened(String)
    }

    /// Nil for all of them at once.
    let form: FormID?
    let kind: Kind

    var words: String {
        let id = form?.text ?? ""
        switch kind {
        case .first(let number):
            return "\(count(number, "form")) to be filled in. See: keeplocal form list"
        case .new(let title):
            return "New form: \(inert(title)). Fill it in with: keeplocal new \(id)"
        case .version(let title, let version):
            return "Version \(version) of the form \(inert(title)) has come. See what differs:"
                + " keeplocal form diff \(id)"
        case .closed(let title, let closing, let by):
            return "The form \(inert(title)) was closed on \(closing.at.localDate) by"
                + " \(inert(by)): \(inert(closing.reason))"
        case .reopened(let title): return "The form \(inert(title)) is open again."
        }
    }

    /// Nil for what is the first sync of all.
    var json: JSON? {
        let news: String
        switch kind {
        case .first: return nil
        case .new: news = "new"
        case .version: news = "version"
        case .closed: news = "closed"
        case .reopened: news = "reopened"
        }
        return ["form": form.map { .string($0.text) } ?? .null, "news": .string(news)]
    }
}
