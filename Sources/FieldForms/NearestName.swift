// SPDX-License-Identifier: Apache-2.0

/// What somebody may have meant by a name that is not there.
package enum NearestName {
    /// Nil where none is near.
    package static func of(_ name: String, among known: some Sequence<String>) -> String? {
        Spelling.nearest(to: name, among: known)
    }
}
