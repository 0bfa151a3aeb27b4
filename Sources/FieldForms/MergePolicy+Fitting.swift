// SPDX-License-Identifier: Apache-2.0

import FieldModel

extension MergePolicy {
    func fits(_ type: FormItem.Kind) -> Bool {
        switch self {
        case .ask, .ownerOrganisation, .ownerCouncil: true
        case .union: type == .choices
        case .sum: [.integer, .decimal, .money].contains(type)
        case .max, .min: [.integer, .decimal, .money, .date, .time, .dateTime].contains(type)
        case .earliest: [.date, .time, .dateTime].contains(type)
        case .text: type == .text
        }
    }
}
