// SPDX-License-Identifier: Apache-2.0

import FieldModel
import FieldStore

extension Failure {
    /// A database that a command found damaged is put right at once: whoever works alone in the
    /// field can go on, and nothing is deleted by it.
    ///
    /// Not where the disk is full, the folder is somebody else's, or of a newer program.
    func mended() -> Failure {
        guard problem.code == .storeDamaged, case .string(let folder)? = problem.details?["folder"],
            !CommandLine.arguments.contains("--repair")
        else { return self }
        do {
            let report = try Repairing(home: Home(path: folder)).run()
            return Failure(
                Problem(
                    .storeDamaged,
                    report.words.joined(separator: " ")
                        + " The command that met the damage was not carried out. Do it again.",
                    details: ["folder": .string(folder), "repair": JSON(report)]
                )
            )
        } catch {
            return Failure(
                Problem(
                    .storeDamaged,
                    problem.message + " It could not be put right by itself: "
                        + Failure(error).problem.message,
                    details: ["folder": .string(folder)]
                )
            )
        }
    }
}

extension RepairReport {
    /// What was done, for the person whose device it is.
    var words: [String] {
        var words = ["The file with your work was damaged, and was put right."]
        words.append("\(count(unsent, "change")) that the server may not have yet are safe.")
        words.append(
            isEnrolled
                ? "Sync to fetch the rest: keeplocal sync"
                : "Who this device is could not be read. Ask an administrator for a code, then:"
                    + " keeplocal enrol URL CODE. Your changes go out with that."
        )
        if let setAside {
            words.append(
                "The damaged file is kept as \(setAside); delete it when all is well. It goes by"
                    + " itself when somebody is erased."
            )
        }
        return words
    }
}

extension JSON {
    init(_ report: RepairReport) {
        self = [
            "setAside": report.setAside.map { .string($0) } ?? .null,
            "unsent": .integer(Int64(report.unsent)),
            "fromSide": .integer(Int64(report.fromSide)),
            "changes": .integer(Int64(report.changes)),
            "records": .integer(Int64(report.records)),
            "isEnrolled": .boolean(report.isEnrolled),
        ]
    }
}
