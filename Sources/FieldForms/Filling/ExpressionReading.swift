// SPDX-License-Identifier: Apache-2.0

/// Which places of a form an expression looks at, and which it names that are not there.
struct ExpressionReading {
    /// A place, in every row below the one that has so many of the repeats around both in common.
    struct Reference: Hashable {
        let place: Int
        let shared: Int
    }

    /// A place from which others are looked at; `fixed` of the repeats around it are one instance.
    private struct Viewpoint: Equatable {
        let place: Int
        let fixed: Int
    }

    struct Unknown {
        let part: Expression
        let message: String
        /// The field that was named; nil where another thing is wrong.
        var field: String?
    }

    private let places: FormPlaces
    private let origin: Viewpoint
    private(set) var references: Set<Reference> = []
    /// The repeats whose instance's own position is asked for.
    private(set) var positions: Set<Int> = []
    private(set) var unknown: [Unknown] = []
    /// True where `.` is looked at.
    private(set) var readsItself = false

    /// With `isOfChoices`, names that stand alone are columns of a list.
    init(
        _ expression: Expression,
        at place: Int,
        in places: FormPlaces,
        isOfChoices: Bool = false
    ) {
        self.places = places
        origin = Viewpoint(place: place, fixed: places[place].line(place).count)
        read(expression, from: isOfChoices ? nil : origin)
    }

    /// `here` is nil in a list, where paths lead to columns.
    private mutating func read(_ expression: Expression, from here: Viewpoint?) {
        switch expression {
        case .current:
            if here == origin { readsItself = true } else if let here { add(here) }
        case .field(let name):
            if let found = named(name, from: here ?? origin, expression) { add(found) }
        case .path(let path):
            if let found = follow(path, from: here, expression) { add(found) }
        case .call("position", let arguments) where arguments.count == 1:
            readPosition(arguments[0], from: here)
        case .call("index", _):
            if let list = places[origin.place].line(origin.place).last { positions.insert(list) }
        case .call("indexed-repeat", let arguments): readIndexed(arguments, from: here)
        case .call("jr:choice-name", let arguments):
            read(arguments[0], from: here)
            readQuestion(arguments[1], from: here)
        default: for part in expression.parts { read(part, from: here) }
        }
    }

    private mutating func add(_ viewpoint: Viewpoint) {
        references.insert(Reference(place: viewpoint.place, shared: viewpoint.fixed))
    }

    private mutating func named(
        _ name: String,
        from here: Viewpoint,
        _ part: Expression
    ) -> Viewpoint? {
        guard let found = places.names[name] else {
            let shown = name.hasPrefix("/") ? "at \(name)" : "${\(name)}"
            let message = "there is no field \(shown)"
            unknown.append(Unknown(part: part, message: message, field: name))
            return nil
        }
        let line = places[here.place].line(here.place)
        let common = zip(places[found].chain, line).prefix { $0 == $1 }.count
        return Viewpoint(place: found, fixed: min(common, here.fixed))
    }

    private mutating func follow(
        _ path: ExpressionPath,
        from here: Viewpoint?,
        _ part: Expression
    ) -> Viewpoint? {
        guard var now = start(path, from: here, part) else {
            let predicates = path.predicates + path.steps.flatMap(\.predicates)
            for predicate in predicates { read(predicate, from: nil) }
            return nil
        }
        for predicate in path.predicates { read(predicate, from: now) }
        for step in path.steps {
            guard let next = reach(step.direction, from: now, part) else { return nil }
            now = next
            for predicate in step.predicates { read(predicate, from: now) }
        }
        return now
    }

    private mutating func start(
        _ path: ExpressionPath,
        from here: Viewpoint?,
        _ part: Expression
    ) -> Viewpoint? {
        switch path.origin {
        case .here: here
        case .current: origin
        case .root: Viewpoint(place: FormPlaces.root, fixed: 0)
        case .name(let name): named(name, from: here ?? origin, part)
        case .list: nil
        }
    }

    private mutating func reach(
        _ direction: ExpressionPath.Step.Direction,
        from now: Viewpoint,
        _ part: Expression
    ) -> Viewpoint? {
        switch direction {
        case .parent:
            let parent = places[now.place].parent
            return Viewpoint(
                place: parent,
                fixed: min(now.fixed, places[parent].line(parent).count)
            )
        case .child(let name):
            if let child = places[now.place].childNames[name] {
                return Viewpoint(place: child, fixed: now.fixed)
            }
            let message =
                places[now.place].field != nil
                ? "'\(name)' is no value: a field is ${\(name)}, a text is '\(name)'"
                : "there is no '\(name)' in \(places[now.place].template)"
            unknown.append(Unknown(part: part, message: message))
            return nil
        }
    }

    /// Its choices are looked at, not its answer: it has to be there, and nothing follows from it.
    private mutating func readQuestion(_ argument: Expression, from here: Viewpoint?) {
        switch argument {
        case .field(let name): _ = named(name, from: here ?? origin, argument)
        case .path(let path): _ = follow(path, from: here ?? origin, argument)
        default: break
        }
    }

    private mutating func readPosition(_ argument: Expression, from here: Viewpoint?) {
        guard case .path(let path) = argument else { return read(argument, from: here) }
        guard let found = follow(path, from: here, argument) else { return }
        let line = places[found.place].line(found.place)
        if found.fixed == line.count {
            if let list = line.last { positions.insert(list) }
        } else {
            add(found)
        }
    }

    /// Any of the instances may be the one: all are looked at.
    private mutating func readIndexed(_ arguments: [Expression], from here: Viewpoint?) {
        var view = here ?? origin
        for index in stride(from: 1, to: arguments.count - 1, by: 2) {
            read(arguments[index + 1], from: here)
            guard case .field(let name) = arguments[index],
                let list = named(name, from: view, arguments[index])
            else { continue }
            add(list)
            view = list
        }
        guard case .field(let name) = arguments[0],
            let field = named(name, from: view, arguments[0])
        else { return }
        add(field)
    }
}
