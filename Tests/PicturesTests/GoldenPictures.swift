// SPDX-License-Identifier: Apache-2.0

/// Pictures as they have to be, line by line.
enum GoldenPictures {
    static let bars40 = [
        "Contacts",
        "2025-Q3 │██▌ 120",
        "2025-Q4 │███▊ 180",
        "2026-Q1 │██ 96",
        "2026-Q2 │█████████████████████████ 1,204",
    ]
    static let bars80 = [
        "Contacts",
        "2025-Q3 │██████▌ 120",
        "2025-Q4 │█████████▊ 180",
        "2026-Q1 │█████▏ 96",
        "2026-Q2 │█████████████████████████████████████████████████████████████████ 1,204",
    ]
    static let lines40 = [
        "Improved, per cent",
        "100│",
        "   │",
        "   │",
        "   │┄┄┄┄┄●┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄●┄┄┄┄┄",
        "   │",
        "   │",
        "   │",
        "  0│",
        "   └─────────────────────────────────",
        "    2025-Q4    2026-Q1    2026-Q2",
        "● improved ┄ target",
    ]
    static let dots80 = [
        "Improved",
        "2025-Q4 │                   ─────────●────────                    50% (20 of 40)",
        "2026-Q1 │                                                         –",
        "2026-Q2 │                      ────────────●──────────            62% (13 of 21)",
    ]
    static let stacked40 = [
        "Levels",
        "2026-Q1 │███████████████████▒▒▒▒▒▒▒▒▒▒▒",
        "2026-Q2 │████████ [c]",
        "█ Universal ▒ Early help",
    ]
}

enum GoldenTrajectory {
    static let lines = [
        "Local share",
        " 60│                        ╎                                   ┄┄┄┄┄┄┄┄┄┄┄┄",
    ]
}
