// SPDX-License-Identifier: Apache-2.0

/// Pictures as they have to be, line by line.
enum GoldenPictures {
    static let bars40 = [""]
    static let bars80 = [""]
    static let lines40 = [""]
    static let dots80 = [""]
    static let stacked40 = [""]
}
