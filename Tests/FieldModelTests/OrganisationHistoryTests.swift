// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Testing

@Suite("What organisations were called, and who goes on")
struct OrganisationHistoryTests {
    private let hub = OrganisationID(high: 1, low: 1)
    private let mills = OrganisationID(high: 1, low: 2)
    private let circle = OrganisationID(high: 1, low: 3)

    private func day(_ text: String) throws -> PlainDate { try #require(PlainDate(text)) }

    private func change(
        _ organisation: OrganisationID,
        _ kind: OrganisationChange.Kind,
        _ from: String,
        was: String = ""
    ) throws -> OrganisationChange {
        OrganisationChange(organisation, kind, from: try day(from), formerName: was)
    }

    @Test("each day has the name of that day, in whichever order the changes came")
    func names() throws {
        let history = OrganisationHistory([
            try change(hub, .renamed("Three"), "2026-01-01", was: "Two"),
            try change(hub, .renamed("Two"), "2025-01-01", was: "One"),
        ])
        for (date, name) in [
            ("2024-12-31", "One"), ("2025-01-01", "Two"), ("2025-12-31", "Two"),
            ("2026-01-01", "Three"),
        ] {
            // The directory may have any of them.
            #expect(history.name(of: hub, on: try day(date), else: "Two") == name)
        }
        #expect(history.name(of: mills, on: try day("2026-01-01"), else: "Mills") == "Mills")
        #expect(history.names(of: hub, known: "One") == ["One", "Two", "Three"])
    }

    @Test("who goes on is found by way of others, from its day on")
    func successors() throws {
        let history = OrganisationHistory([
            try change(hub, .merged(mills), "2025-01-01"),
            try change(mills, .handedOver(circle), "2026-01-01"),
        ])
        #expect(history.successor(of: hub, on: try day("2024-12-31")) == nil)
        #expect(history.successor(of: hub, on: try day("2025-06-01")) == mills)
        #expect(history.successor(of: hub, on: try day("2026-01-01")) == circle)
        #expect(history.successor(of: circle, on: try day("2026-01-01")) == nil)
    }

    @Test("two that name each other, as people wrote them apart, go on themselves")
    func circles() throws {
        let history = OrganisationHistory([
            try change(hub, .merged(mills), "2025-01-01"),
            try change(mills, .merged(hub), "2025-01-01"),
        ])
        for organisation in [hub, mills] {
            #expect(history.successor(of: organisation, on: try day("2026-01-01")) == nil)
        }
    }
}
