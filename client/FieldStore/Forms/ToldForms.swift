// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// A form as this device's person was told of it last.
package struct ToldForm: Codable, Hashable, Sendable {
    package let version: Int
    package let isClosed: Bool

    package init(version: Int, isClosed: Bool) {
        (self.version, self.isClosed) = (version, isClosed)
    }
}

/// What news of forms are told from: forms themselves may be lost with a damaged file, and are no
/// news when they are fetched again.
extension StoreSession {
    private static let told = "formsTold"
    private static let fetchedAgain = "formsFetchedAgain"

    /// Nil where it was never noted, or is lost.
    package func toldForms() throws -> [FormID: ToldForm]? {
        guard let told = try fact(Self.told, as: [String: ToldForm].self) else { return nil }
        return Dictionary(
            told.compactMap { name, form in FormID(name).map { ($0, form) } },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Notes what the person knows of forms from now on.
    package func keep(_ told: [FormID: ToldForm]) throws {
        guard try told != toldForms() else { return }
        try set(
            Self.told,
            Dictionary(
                told.map { ($0.key.text, $0.value) },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }

    /// True from a repair until the next pull has come to its end.
    package func fetchesFormsAgain() throws -> Bool {
        try fact(Self.fetchedAgain, as: Bool.self) ?? false
    }

    /// A repair may have lost some.
    func noteFormsFetchedAgain() throws { try set(Self.fetchedAgain, true) }

    func forgetFormsFetchedAgain() throws {
        if try fetchesFormsAgain() { try forget(Self.fetchedAgain) }
    }
}
