// SPDX-License-Identifier: Apache-2.0

import FieldModel
import Foundation
import SyncService

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

    /// The ledgers beside the backups, and which of those stay, are one installation's affair.
    ///
    /// - Throws: `Failure` when another installation keeps its backups here.
    func requireOwn(_ installation: Hash?) throws {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names.sorted().reversed()
        where name.wholeMatch(of: #/keeplocal-\d{8}T\d{9}Z\.json/#) != nil {
            guard let backup = Files.read(Backup.self, from: path + "/" + name),
                let owner = backup.installation, owner != installation
            else { continue }
            throw Failure(
                "\(path) holds backups of another installation (\(backup.file)). Nothing was"
                    + " changed there. Give each installation a folder of its own: --to DIR",
                code: 5
            )
        }
    }

    private func remove(_ name: String) {
        try? FileManager.default.removeItem(atPath: path + "/" + name)
    }
}
