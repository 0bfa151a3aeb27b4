// SPDX-License-Identifier: Apache-2.0

package import FieldModel
import Foundation

/// What a device shows to prove who it is, and the codes that give one.
///
/// Only hashes are stored.
package enum Secret {
    package static func token(from random: Entropy = .system) -> String {
        DeviceToken.make(using: random)
    }

    /// Twelve letters of an alphabet without look-alikes, 60 bits: `K7QM-2XNC-V4TA`.
    package static func enrolmentCode(from random: Entropy) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let letters = random.bytes(12).map { alphabet[Int($0 & 31)] }
        return stride(from: 0, to: 12, by: 4).map { String(letters[$0..<$0 + 4]) }
            .joined(separator: "-")
    }

    package static func hash(token: String) -> Hash { Hash(of: Array(token.utf8)) }

    /// Reads a code as people write it: case, spaces, dashes and O for 0 do not matter.
    package static func hash(code: String) -> Hash {
        let plain = code.uppercased().filter { $0.isLetter || $0.isNumber }
            .replacing("O", with: "0").replacing("I", with: "1").replacing("L", with: "1")
        return Hash(of: Array(plain.utf8))
    }
}
