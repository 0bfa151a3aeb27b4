// SPDX-License-Identifier: Apache-2.0

/// What days and months are called in English.
package enum DayNames {
    /// From Monday, as `PlainDate.weekday` counts.
    package static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    package static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
}

extension PlainDate {
    package var weekdayName: String { DayNames.weekdays[weekday - 1] }
    package var monthName: String { DayNames.months[month - 1] }
}
