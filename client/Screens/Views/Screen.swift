// SPDX-License-Identifier: Apache-2.0

/// What a person sees and does at one time: a value that keys change and that draws itself.
///
/// A screen touches neither a terminal nor a store. What it wants done it says as effects.
package protocol Screen: Sendable {
    var title: String { get }
    /// For the foot of the screen, the most used first: the last ones may not fit.
    var hints: [KeyHint] { get }
    /// True while letters are typed into a field, so that `q` and `?` are letters.
    var takesText: Bool { get }
    /// Says where the screen is drawn, before keys come and after the window's size has changed.
    mutating func fit(_ area: Area)
    /// - Returns: Nil for a key that means nothing here.
    mutating func handle(_ key: KeyPress) -> [Effect]?
    func draw(on canvas: inout Canvas, in area: Area)
}

extension Screen {
    package var takesText: Bool { false }
    package mutating func fit(_ area: Area) {}
}

/// What a screen asks of the program around it.
package enum Effect: Hashable, Sendable {
    case open(Destination)
    case back
    case leave
    case sync
    /// Settles a conflict with one of its candidates.
    case take(conflict: String, candidate: String, reason: String)
    /// Settles a conflict with a value that none of the candidates has, as a person types it.
    case answer(conflict: String, text: String, reason: String)
    case sendAgain(record: String)
    case letGo(record: String)
    /// Begins a record, or goes on with one; `place` is where it belongs, once that was chosen.
    case fill(form: String, place: String? = nil)
    /// Begins a record of a form that others were begun of already.
    case beginAnother(form: String)
    /// Goes on with a draft.
    case goOn(draft: String)
    case throwAway(draft: String)
    case edit(record: String)
    /// The same with the questions of the form's newest version.
    case editWithNewest(record: String)
    /// Opens the text that is being typed in the person's own editor.
    case write
    /// Completes the path of a file that is being typed.
    case completePath(String)
    /// Copies a file to this device and takes it as the answer of the present question.
    case attach(file: String)
    /// Keeps the answers of the form that is being filled in, as its draft.
    case keepAnswers
    /// Makes a record of the answers, or changes the one that they are of.
    case saveRecord
}

package enum Destination: Hashable, Sendable {
    case forms, records, conflicts, messages, sync, drafts
    /// What was begun of a form: to go on with, or to begin another beside it.
    case begun(form: String)
    /// Whether a draft is really to be thrown away.
    case throwingAway(draft: String)
    /// Where a new record of a form belongs.
    case places(form: String)
    case record(String)
    case history(String)
    case conflict(String)
}
