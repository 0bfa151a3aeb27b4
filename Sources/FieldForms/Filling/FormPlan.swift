// SPDX-License-Identifier: Apache-2.0

/// What of a form depends on what: made once, so that one answer re-evaluates only what needs it.
struct FormPlan: Sendable {
    /// Something of a place that is kept up to date.
    struct Aspect: Hashable, Sendable {
        enum Kind: Sendable {
            /// How many instances a repeat has.
            case count
            case relevance
            /// What a question is set to when its instance begins.
            case initial
            /// What is calculated.
            case value
        }

        let place: Int
        let kind: Kind
    }

    /// From a place to what looks at it: in every row below the one that both have in common.
    struct Edge: Hashable, Sendable {
        let target: Int
        /// How many of the repeats around both are one instance.
        let shared: Int
    }

    let places: FormPlaces
    /// In an order in which each comes after all that it needs.
    private(set) var aspects: [Aspect] = []
    private(set) var numbers: [Aspect: Int] = [:]
    /// By the place that is looked at: the aspects that must be made again.
    private(set) var dependents: [[Edge]]
    /// By the place that is looked at: the places whose rules or texts may say something else.
    private(set) var watchers: [[Edge]]
    /// By the place of a trigger: the calculations that it sets going.
    private(set) var triggered: [[Edge]]
    /// By repeat: the aspects that ask for the position of their instance, and the watchers.
    private(set) var positions: [Int: [Edge]] = [:]
    private(set) var positionWatchers: [Int: [Int]] = [:]
    /// By repeat: what is made for each new instance.
    private(set) var fresh: [Int: [Int]] = [:]
    /// Of choices that are shuffled, by place.
    private(set) var seeds: [Int: Expression] = [:]
    /// By question: the repeats whose count its answer decides.
    let counting: [Int: [Int]]
    let circles: [[Aspect]]

    init(_ places: FormPlaces) {
        self.places = places
        var draft = FormPlanDraft(places)
        draft.read()
        let order = draft.order()
        circles = order.circles
        counting = CountedRepeats.byQuestion(places)
        aspects = order.sorted
        numbers = Dictionary(uniqueKeysWithValues: aspects.enumerated().map { ($1, $0) })
        let none = [[Edge]](repeating: [], count: places.all.count)
        (dependents, watchers, triggered) = (none, none, none)
        seeds = draft.seeds
        link(draft)
        for (number, aspect) in aspects.enumerated() where !draft.isTriggered(aspect) {
            // How many instances a repeat has is asked where the repeat stands, not within it.
            let list =
                aspect.kind == .count
                ? places.list(of: places[aspect.place].parent) : places.list(of: aspect.place)
            fresh[list, default: []].append(number)
        }
    }

    private mutating func link(_ draft: FormPlanDraft) {
        for (aspect, reading) in draft.readings {
            guard let number = numbers[aspect], !draft.isTriggered(aspect) else { continue }
            // What an instance begins with is not made again.
            guard aspect.kind != .initial else { continue }
            for reference in reading.references {
                dependents[reference.place].append(Edge(target: number, shared: reference.shared))
            }
            for list in reading.positions {
                let shared = places[list].line(list).count
                positions[list, default: []].append(Edge(target: number, shared: shared))
            }
        }
        for (place, reading) in draft.watching {
            for reference in reading.references where reference.place != place {
                watchers[reference.place].append(Edge(target: place, shared: reference.shared))
            }
            for list in reading.positions { positionWatchers[list, default: []].append(place) }
        }
        for (aspect, sources) in draft.triggers {
            guard let number = numbers[aspect] else { continue }
            for source in sources {
                triggered[source.place].append(Edge(target: number, shared: source.shared))
            }
        }
    }
}
