// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite("The files under schema/")
struct SchemaFileTests {
    @Test("every SQL file is registered, small, and explains itself")
    func sql() throws {
        let lists = try House.files(["schema"], ending: ".swift").map(\.text).joined()
        let files = try House.files(["schema"], ending: ".sql")
        #expect(!files.isEmpty)
        for file in files {
            let name = (file.path as NSString).lastPathComponent
            let base = String(name.dropLast(4))
            #expect(lists.contains(base), "\(file.path) is in no list of schema/*.swift")
            #expect(name.first?.isLetter == true, "\(file.path) must start with a letter")
            #expect(file.text.utf8.count <= 10_240, "\(file.path) is over 10 KB")
            #expect(file.text.contains("-- "), "\(file.path) says nothing of why")
        }
    }

    @Test("every file of the pack is JSON, small and registered")
    func packs() throws {
        let lists = try House.files(["schema"], ending: ".swift").map(\.text).joined()
        let files = try House.files(["schema/packs"], ending: ".json")
        #expect(files.count >= 10)
        for file in files {
            let name = (file.path as NSString).lastPathComponent
            #expect(lists.contains(name.dropLast(5)), "\(file.path) is not in the pack")
            #expect(file.text.utf8.count <= 12_288, "\(file.path) is over 12 KB")
            #expect(throws: Never.self) {
                try JSONSerialization.jsonObject(with: Data(file.text.utf8))
            }
        }
    }
}
