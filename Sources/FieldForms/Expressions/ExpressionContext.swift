// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What an expression is evaluated against.
package struct ExpressionContext {
    package let world: any ExpressionWorld
    /// The place of the whole expression: `current()`.
    package let origin: ExpressionNode
    /// The place that a path starts from: `.`; in a predicate each candidate in turn.
    package private(set) var here: ExpressionNode
    /// Which of how many candidates `here` is, from 1.
    package private(set) var candidate = (position: 1, count: 1)
    private var given: ExpressionValue?
    private let effort = ExpressionEffort()

    /// `current` is what `.` stands for, where that is not the value at the place.
    package init(
        _ world: any ExpressionWorld,
        at origin: ExpressionNode,
        current: ExpressionValue? = nil
    ) {
        (self.world, self.origin, here, given) = (world, origin, origin, current)
    }

    /// Answers by their names alone, without a form around them.
    package init(
        today: PlainDate,
        now: Instant,
        current: ExpressionValue,
        lookup: @escaping (String) -> ExpressionValue
    ) {
        self.init(
            NamedAnswers(today: today, now: now, lookup: lookup),
            at: .nowhere,
            current: current
        )
    }

    /// The value of `.`.
    package var current: ExpressionValue { given ?? world.value(at: here) }

    /// The place from which `${name}` is looked at: a candidate of a repeat sees its own answers.
    var viewpoint: ExpressionNode { if case .place = here { here } else { origin } }

    func moved(to node: ExpressionNode, _ position: Int = 1, of count: Int = 1) -> Self {
        var moved = self
        (moved.here, moved.candidate) = (node, (position, count))
        if node != origin { moved.given = nil }
        return moved
    }
}

extension ExpressionContext {
    /// False once the expression has looked at so many places that it must be a mistake; whatever
    /// it would still look at is left out then.
    func mayLook(at places: Int) -> Bool { effort.spend(places) }
}

/// What one evaluation may still look at, so that sets within sets end as well.
final class ExpressionEffort {
    private var left = 5_000_000

    func spend(_ places: Int) -> Bool {
        left -= places + 1
        return left > 0
    }
}

private struct NamedAnswers: ExpressionWorld {
    let today: PlainDate
    let now: Instant
    let lookup: (String) -> ExpressionValue

    func value(named name: String, from node: ExpressionNode) -> ExpressionValue { lookup(name) }
}
