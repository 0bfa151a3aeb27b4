// SPDX-License-Identifier: Apache-2.0

/// What a device shows to prove who it is: `kil_` and 256 random bits as hexadecimal digits.
///
/// The prefix lets scanners find one that leaked. A server keeps only the SHA-256 of it.
package enum DeviceToken {
    package static func make(using random: Entropy = .system) -> String {
        "kil_"
            + (0..<4).map { _ in
                let digits = String(random.next(), radix: 16)
                return String(repeating: "0", count: 16 - digits.count) + digits
            }.joined()
    }

    package static func isWellFormed(_ text: String) -> Bool {
        text.utf8.count == 68 && text.hasPrefix("kil_")
            && text.utf8.dropFirst(4).allSatisfy {
                (48...57).contains($0) || (97...102).contains($0)
            }
    }
}
