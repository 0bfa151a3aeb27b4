// SPDX-License-Identifier: Apache-2.0

/// Colours that people tell apart whatever their eyes (Okabe and Ito, 2008), and a pattern or a
/// shape beside each for who prints without colour.
enum Palette {
    static let colours = [
        "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442",
    ]

    static func colour(_ index: Int) -> String { colours[index % colours.count] }

    /// What a bar is filled with; the first is plain, and where there are no patterns all are.
    static func fill(_ index: Int) -> String {
        let plain = colour(index)
        return index == 0 ? plain : "url(#p\(index % colours.count)) \(plain)"
    }

    /// The patterns, once in a page.
    static var definitions: String {
        let patterns = colours.indices.dropFirst().map { index in
            Markup.element(
                "pattern",
                [
                    "id": "p\(index)", "width": "8", "height": "8",
                    "patternUnits": "userSpaceOnUse",
                    "patternTransform": "rotate(\(index * 30))",
                ],
                [
                    Markup.element(
                        "rect",
                        ["width": "8", "height": "8", "fill": colours[index]],
                        []
                    ),
                    Markup.element(
                        "rect",
                        [
                            "width": index.isMultiple(of: 2) ? "2" : "1", "height": "8",
                            "fill": "#000",
                        ],
                        []
                    ),
                ]
            )
        }
        return Markup.element(
            "svg",
            ["width": "0", "height": "0", "aria-hidden": "true"],
            [Markup.element("defs", [:], patterns)]
        )
    }

    /// A mark of a line: circle, triangle, square, diamond.
    static func mark(_ index: Int, _ x: Double, _ y: Double) -> String {
        let at = Markup.length
        if index % 4 == 0 {
            return Markup.element(
                "circle",
                ["cx": at(x), "cy": at(y), "r": "4", "fill": colour(index)],
                []
            )
        }
        let corners: [(Double, Double)] =
            switch index % 4 {
            case 1: [(0, -5), (5, 4), (-5, 4)]
            case 2: [(-4, -4), (4, -4), (4, 4), (-4, 4)]
            default: [(0, -5), (5, 0), (0, 5), (-5, 0)]
            }
        let points = corners.map { "\(at(x + $0)),\(at(y + $1))" }.joined(separator: " ")
        return Markup.element("polygon", ["points": points, "fill": colour(index)], [])
    }
}
