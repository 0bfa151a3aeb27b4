// SPDX-License-Identifier: Apache-2.0

import Screens

/// Other people's text as it may reach a terminal; the full screen shows it in the same way.
func inert(_ text: String) -> String { inertText(text) }
