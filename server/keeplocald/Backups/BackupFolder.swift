// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder of backups: which of them stay.
struct BackupFolder {
    private let path: String

    init(_ path: String) { self.path = path }

    /// Removes the oldest beyond those to keep, of the verified and of the failed by themselves;
    /// never one that this program did not make.
    func prune(keep: Int?) throws {
        guard let keep else { return }
        let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        let verified = files.filter {
            $0.wholeMatch(of: #/keeplocal-\d{8}T\d{9}Z\.backup/#) != nil
        }
        for file in verified.dropLast(keep) {
            try FileManager.default.removeItem(atPath: path + "/" + file)
            for other in [".json", ".keys", ".files"] {
                remove(file.replacing(".backup", with: other))
            }
        }
        let failed = files.filter {
            $0.wholeMatch(of: #/keeplocal-\d{8}T\d{9}Z\.failed/#) != nil
        }
        for file in failed.dropLast(keep) {
            try FileManager.default.removeItem(atPath: path + "/" + file)
            remove(file + ".keys")
        }
    }

    private func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: path + "/" + name)
    }
}
