// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Where a person stands on the way through a form.
package enum CaptureStop: Hashable, Sendable {
    /// One question.
    case question(FieldPath)
    /// A text to read, with nothing to answer.
    case note(FieldPath)
    /// A group whose questions stand on one page; in a repeat, the path ends in the instance.
    case page(FieldPath)
    /// The instances of a repeat, as a list to open, add to and take away from.
    case list(FieldPath)
    /// After the last question: the summary, from where the record is saved.
    case end

    /// Nil at the end.
    package var path: FieldPath? {
        switch self {
        case .question(let path), .note(let path), .page(let path), .list(let path): path
        case .end: nil
        }
    }

    /// The instance that the stop is in: `household[ID]/member[ID]`; nil outside of repeats.
    package var instance: FieldPath? { path?.innermostInstance }
}

/// How much of the level where a person stands is answered.
package struct CaptureProgress: Hashable, Sendable {
    /// Questions with an answer, and lists with an instance.
    package let done: Int
    /// As many as there are by the answers so far; another answer may make it more or less.
    package let total: Int
}

extension FieldPath {
    /// The path up to its last instance; nil where it has none.
    var innermostInstance: FieldPath? {
        let segments = segments
        guard let last = segments.lastIndex(where: { $0.instance != nil }) else { return nil }
        return FieldPath(Array(segments[...last]))
    }

    /// The list that an instance is in, where the path ends in one.
    package var list: FieldPath? {
        guard let last = segments.last, last.instance != nil else { return nil }
        return FieldPath(segments.dropLast() + [Segment(name: last.name)])
    }

    /// The same place with an instance at its end.
    package func instance(_ id: InstanceID) -> FieldPath {
        guard let last = segments.last else { return self }
        return FieldPath(segments.dropLast() + [Segment(name: last.name, instance: id)])
    }

    package func child(_ name: String) -> FieldPath {
        FieldPath(segments + [Segment(name: name)])
    }
}
