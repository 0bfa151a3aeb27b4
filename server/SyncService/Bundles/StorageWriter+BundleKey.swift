// SPDX-License-Identifier: Apache-2.0

package import Sealing

extension StorageReader {
    /// The key that bundles are sealed to; nil where no device was ever given one.
    package func bundleKey() throws -> BundleKey? {
        try setting("bundleKey").flatMap { BundleKey($0) }
    }
}

extension StorageWriter {
    /// The key that bundles are sealed to, made when it is first asked for.
    func requireBundleKey() throws -> BundleKey {
        if let key = try bundleKey() { return key }
        let key = BundleKey()
        try set("bundleKey", to: key.text)
        return key
    }
}
