// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Distances and areas on a sphere with the Earth's equatorial radius, in metres, as the field's
/// other programs measure them.
extension ExpressionFunction {
    private static let radius = 6_378_100.0

    private struct Point {
        let latitude: Double
        let longitude: Double
    }

    static func places(_ name: String, _ values: [ExpressionValue]) -> ExpressionValue {
        let points = points(values.prefix(name == "distance" ? 50 : 1).flatMap(\.all))
        switch name {
        case "distance":
            return .number(zip(points, points.dropFirst()).reduce(0) { $0 + distance($1.0, $1.1) })
        case "area": return .number(area(points))
        case "geofence":
            let border = Self.points(values[1].all)
            return .boolean(points.first.map { isInside($0, border) } ?? false)
        default: return .text("")
        }
    }

    /// `53.8 -1.76 0 0; 53.9 -1.7 0 0`: points with `;` between them; what is none is left out.
    private static func points(_ values: [ExpressionValue]) -> [Point] {
        values.flatMap { $0.string.split(separator: ";") }.compactMap { text in
            let numbers = text.split(separator: " ").prefix(2).compactMap { Double($0) }
            guard numbers.count == 2, numbers.allSatisfy(\.isFinite) else { return nil }
            return Point(
                latitude: numbers[0] * .pi / 180,
                longitude: numbers[1] * .pi / 180
            )
        }
    }

    /// The haversine formula: right for near points too, where the cosine's loses its digits.
    private static func distance(_ a: Point, _ b: Point) -> Double {
        let (latitude, longitude) = (b.latitude - a.latitude, b.longitude - a.longitude)
        let half =
            pow(sin(latitude / 2), 2)
            + cos(a.latitude) * cos(b.latitude) * pow(sin(longitude / 2), 2)
        return 2 * radius * asin(min(1, half.squareRoot()))
    }

    /// The sum of the signed areas between each side and the pole.
    private static func area(_ points: [Point]) -> Double {
        guard points.count > 2 else { return 0 }
        var total = 0.0
        for (a, b) in zip(points, points.dropFirst() + [points[0]]) {
            let (first, second) = (tan(.pi / 4 - a.latitude / 2), tan(.pi / 4 - b.latitude / 2))
            let turn = a.longitude - b.longitude
            total += 2 * atan2(first * second * sin(turn), 1 + first * second * cos(turn))
        }
        return abs(total * radius * radius)
    }

    /// Counts the sides that a line to the east crosses; the degrees are taken as flat.
    private static func isInside(_ point: Point, _ border: [Point]) -> Bool {
        guard border.count > 2 else { return false }
        var isInside = false
        for (a, b) in zip(border, border.dropFirst() + [border[0]])
        where (a.latitude > point.latitude) != (b.latitude > point.latitude) {
            let share = (point.latitude - a.latitude) / (b.latitude - a.latitude)
            if point.longitude < a.longitude + share * (b.longitude - a.longitude) {
                isInside.toggle()
            }
        }
        return isInside
    }
}
