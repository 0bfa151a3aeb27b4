// SPDX-License-Identifier: Apache-2.0

import Figures

/// People in words, as short as a test wants them.
extension PersonKey: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}
