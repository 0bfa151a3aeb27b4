// SPDX-License-Identifier: Apache-2.0

/// A value that the test's own text guarantees.
func known<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("the test names something that does not exist") }
    return value
}
