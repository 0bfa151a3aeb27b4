// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// What expressions may look at: the places of a form that is filled in, the lists that came with
/// it, and the day.
///
/// Places that are not relevant have no value and are in no set.
package protocol ExpressionWorld {
    var today: PlainDate { get }
    var now: Instant { get }
    /// By which a moment has a date and a time of day.
    var wall: WallClock { get }

    /// `${name}`, looked at from a place: the one value within the same instances, or those of
    /// every instance where the field repeats elsewhere.
    func value(named name: String, from node: ExpressionNode) -> ExpressionValue
    func value(at node: ExpressionNode) -> ExpressionValue
    func nodes(named name: String, from node: ExpressionNode) -> [ExpressionNode]
    func parent(of node: ExpressionNode) -> ExpressionNode?
    func children(of node: ExpressionNode, named name: String) -> [ExpressionNode]
    /// The whole record.
    var root: ExpressionNode { get }
    /// Which instance of its repeat the place is in, from 1.
    func position(of node: ExpressionNode) -> Int
    func list(named name: String) -> ExpressionList?
    /// What a person reads for a choice of the field at a place.
    func label(ofChoice name: String, of field: ExpressionNode) -> String
    func property(_ name: String) -> String
    /// A number from 0 to 1 that chance gives; always the same at the same place and moment.
    func chance(at node: ExpressionNode) -> Double
}

extension ExpressionWorld {
    package var wall: WallClock { .utc }
    package func value(at node: ExpressionNode) -> ExpressionValue { .text("") }
    package func nodes(named name: String, from node: ExpressionNode) -> [ExpressionNode] { [] }
    package func parent(of node: ExpressionNode) -> ExpressionNode? { nil }
    package func children(of node: ExpressionNode, named name: String) -> [ExpressionNode] { [] }
    package var root: ExpressionNode { .nowhere }
    package func position(of node: ExpressionNode) -> Int { 1 }
    package func list(named name: String) -> ExpressionList? { nil }
    package func label(ofChoice name: String, of field: ExpressionNode) -> String { name }
    package func property(_ name: String) -> String { "" }
    package func chance(at node: ExpressionNode) -> Double { 0 }
}
