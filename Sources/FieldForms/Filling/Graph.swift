// SPDX-License-Identifier: Apache-2.0

/// Things by number, with the numbers of those that each needs.
struct Graph {
    private let needs: [[Int]]
    private var indices: [Int]
    private var lows: [Int]
    private var isOpen: [Bool]
    private var path: [Int] = []
    private var sorted: [Int] = []
    private var parts: [Int]
    private var partCount = 0

    init(_ needs: [[Int]]) {
        self.needs = needs
        indices = Array(repeating: -1, count: needs.count)
        lows = indices
        parts = indices
        isOpen = Array(repeating: false, count: needs.count)
    }

    /// Each after what it needs, and the number of each one's part: those of one need each other.
    ///
    /// Tarjan's way (1972), without recursion: forms have chains of thousands of calculations.
    func ordered() -> (sorted: [Int], parts: [Int]) {
        var graph = self
        for start in needs.indices where graph.indices[start] < 0 { graph.visit(start) }
        return (graph.sorted, graph.parts)
    }

    private mutating func visit(_ start: Int) {
        var calls = [(node: start, next: 0)]
        var count = sorted.count
        open(start, &count)
        while let call = calls.last {
            if call.next < needs[call.node].count {
                calls[calls.count - 1].next += 1
                let next = needs[call.node][call.next]
                if indices[next] < 0 {
                    open(next, &count)
                    calls.append((next, 0))
                } else if isOpen[next] {
                    lows[call.node] = min(lows[call.node], indices[next])
                }
            } else {
                calls.removeLast()
                close(call.node)
                if let caller = calls.last?.node {
                    lows[caller] = min(lows[caller], lows[call.node])
                }
            }
        }
    }

    private mutating func open(_ node: Int, _ count: inout Int) {
        (indices[node], lows[node], isOpen[node]) = (count, count, true)
        count += 1
        path.append(node)
    }

    private mutating func close(_ node: Int) {
        guard lows[node] == indices[node] else { return }
        while let last = path.popLast() {
            isOpen[last] = false
            parts[last] = partCount
            sorted.append(last)
            if last == node { break }
        }
        partCount += 1
    }
}
