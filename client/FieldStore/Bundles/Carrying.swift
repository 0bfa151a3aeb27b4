// SPDX-License-Identifier: Apache-2.0

package import FieldModel
package import Foundation
import GRDB

/// The bundles that were made here, and the keys with which their receipts are opened.
extension StoreSession {
    /// A bundle that was made here, by its name in hexadecimal digits.
    package struct Carried: Hashable, Sendable, Codable {
        package let device: DeviceID
        package let receiptKey: Data
        package let made: Instant
    }

    package func remember(bundle name: String, receiptKey: Data) throws {
        let carried = Carried(device: try identity().device, receiptKey: receiptKey, made: now)
        try set("bundle/\(name)", carried)
    }

    package func carried(bundle name: String) throws -> Carried? {
        try fact("bundle/\(name)", as: Carried.self)
    }
}
