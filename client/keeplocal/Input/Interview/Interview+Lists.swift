// SPDX-License-Identifier: Apache-2.0

import FieldForms
import FieldModel
import FieldStore

/// Repeats: what there is so far, and what to do with it.
extension Interview {
    mutating func askList(_ list: FieldPath) throws {
        let instances = capture.instances(of: list)
        let name = inert(capture.label(at: list))
        Terminal.note("\(name): \(instances.isEmpty ? "none" : String(instances.count)) so far")
        for (number, id) in instances.prefix(Self.choicesShownMax).enumerated() {
            Terminal.note("  \(String(number + 1).padded(3))\(words(for: list.instance(id)))")
        }
        let rest = instances.count - Self.choicesShownMax
        if rest > 0 { Terminal.note("  and \(rest) more") }
        let isOpen = capture.isOpenEnded(list)
        guard let typed = try line(isOpen ? "Add one to \(name)? [y/N] " : "Enter goes on: ") else {
            return
        }
        let text = typed.trimmingBlanks.lowercased()
        if isOpen, text == "+" || text.hasPrefix("y") {
            var random = SystemRandomNumberGenerator()
            isMending = false
            capture.addInstance(to: list, at: .now, using: &random)
        } else if let number = Int(text), instances.indices.contains(abs(number) - 1) {
            let id = instances[abs(number) - 1]
            if number > 0 {
                isMending = false
                capture.go(to: list.instance(id))
            } else {
                try remove(id, from: list)
            }
        } else if text.isEmpty || text.hasPrefix("n") {
            moveOn()
        } else {
            let ways = isOpen ? "y, the number of one, - and a number" : "the number of one"
            tell("'\(text.prefix(50))' is none of: \(ways), Enter.")
        }
    }

    private mutating func remove(_ id: InstanceID, from list: FieldPath) throws {
        guard capture.isOpenEnded(list) else {
            return tell("How many there are follows from other answers.")
        }
        let answer = try line("Take away \(words(for: list.instance(id)))? [y/N] ")
        guard answer?.lowercased().hasPrefix("y") == true else { return }
        capture.removeInstance(id, from: list)
        tell("Taken away; :undo brings it back.")
    }

    /// The first few answers of an instance.
    private func words(for instance: FieldPath) -> String {
        let values = capture.stops(in: instance).compactMap { stop -> String? in
            guard case .question(let path) = stop else { return nil }
            return capture.filling.value(at: path).map { words($0, at: path) }
        }
        return values.isEmpty
            ? "nothing answered yet" : values.prefix(3).joined(separator: ", ").shortened(to: 60)
    }
}
