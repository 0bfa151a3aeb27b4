// SPDX-License-Identifier: Apache-2.0

extension Change {
    /// What its author must be allowed to do.
    package var action: Action {
        switch (kind, step) {
        case (.step, .move(let move)?): .move(move.name)
        case (.step, .sign?): .sign
        case (.step, .appeal?): .write
        case (.step, _): .assign
        case (.create, _), (.edit, _), (.void, _): .write
        case (.delete, _): .delete
        case (.resolve, _): .resolve
        }
    }
}
