// SPDX-License-Identifier: Apache-2.0

/// Every bound that the parts agree on; the same figures stand in `schema/openapi.yaml`.
package enum Limits {
    package static let keyLengthMax = 64
    package static let pathLengthMax = 256
    package static let pathDepthMax = 8
    package static let textLengthMax = 64 * 1024
    package static let choicesCountMax = 500
    package static let reasonLengthMax = 2_000
    package static let nameLengthMax = 200
    package static let patchFieldsMax = 2_000
    package static let changeBytesMax = 1024 * 1024
    package static let manifestEntriesMax = 10_000
    package static let pushChangesMax = 500
    package static let pushBytesMax = 4 * 1024 * 1024
    /// Bodies that say who asks, read before anybody is known.
    package static let enrolmentBytesMax = 4 * 1024
    package static let administrationBytesMax = 64 * 1024
    package static let formBytesMax = 1024 * 1024
    /// Pushes that share a transaction, and all that may wait for one.
    package static let commitChangesMax = 2_000
    package static let waitingChangesMax = 50_000
    package static let waitingBytesMax = 64 * 1024 * 1024
    package static let deviceForksMax = 20
    /// Timelines that a base, or the former sequences of a change, may name.
    package static let timelinesMax = 64
    package static let deviceHeldMax = 5_000
    /// What one list of held changes holds of either sort, and at most one change more.
    package static let heldBytesMax = 4 * 1024 * 1024
    /// What waits for others is under no dispute, and can be as much as a device recorded.
    package static let deviceAwaitingMax = 20_000
    /// How long it waits before somebody may give it up.
    package static let awaitingDays: Int64 = 30
    package static let authorityLengthMax = 40
    package static let erasureRecordsMax = 10_000
    package static let pullErasuresMax = 100
    /// Of one organisation: those not seen for the longest.
    package static let unseenDevicesMax = 100
    package static let deviceStreamsMax = 2
    package static let streamsMax = 2_000
    package static let compressedBodyBytesMax = 2 * 1024 * 1024
    package static let pullRecordsDefault = 500
    package static let pullRecordsMax = 2_000
    package static let pullBytesTarget = 2 * 1024 * 1024
    /// Of a question of `POST /v1/repair`; a range of at most so many records is told by each.
    package static let repairRangesMax = 64
    package static let repairPartsMax = 16
    package static let repairMarksMax = 64
    package static let repairRecordsMax = 500
    package static let repairBytesMax = 64 * 1024
    /// Of a record's state as canonical JSON: a return holds each of its submitted revisions.
    package static let stateBytesMax = 8 * 1024 * 1024
    package static let registerWritesMax = 1_000
    package static let recordStepsMax = 200
    package static let jsonDepthMax = 64
    package static let headerBytesMax = 16 * 1024
    /// A body that has not begun to arrive; each KiB that did gives a second more.
    package static let requestSeconds = 60
    package static let requestSecondsMax = 2_400
    package static let shutdownSeconds = 20
    package static let idleSeconds = 30
    package static let connectionsMax = 8_000
    package static let enrolmentCodeSeconds: Int64 = 600
    /// Wrong passphrases of a person in a row; after them none is looked at any more.
    package static let passphraseMissesMax = 5
    package static let blobBytesMax: Int64 = 100 * 1024 * 1024
    /// Of the files of one organisation, or of a council itself.
    package static let blobPlaceBytesMax: Int64 = 10 * 1024 * 1024 * 1024
    /// Room that files leave to the records.
    package static let blobFreeBytesMin: Int64 = 256 * 1024 * 1024
    package static let blobNamesMax = 500
    package static let uploadsMax = 50
    package static let uploadDays: Int64 = 7
    package static let mediaTypeLengthMax = 100
    package static let bundleBytesMax = 32 * 1024 * 1024
    /// Of a request with parts of a file of a bundle.
    package static let bundlePartsBytesMax = 5 * 1024 * 1024
    /// Of the files of one bundle; a stick as they are sold holds no file of more than 4 GB.
    package static let bundleFilesBytesMax: Int64 = 1024 * 1024 * 1024
    package static let clockDriftMilliseconds: Int64 = 60_000
}
