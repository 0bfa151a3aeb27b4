// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Tells a device whose digest differs where it differs, and then what it lacks.
///
/// Large ranges are split into parts of equal number, so that the steps grow with the logarithm of
/// the number of records. What is read is an index; ranges of one question never overlap, so it
/// costs at most one look at each record of the feed.
package struct RangeReport {
    private let reader: any StorageReader
    private let lost: Set<RecordID>

    package init(reader: any StorageReader, lost: Set<RecordID> = []) {
        (self.reader, self.lost) = (reader, lost)
    }

    /// - Throws: `Problem` `permission.denied` for a feed that is not this person's,
    ///   `request.malformed` for ranges out of order, `request.too_large` for too many; and
    ///   `DamagedRecords` that may not be lost.
    package func answer(_ request: RepairRequest, for device: StoredDevice) throws -> RepairAnswer {
        try check(request, device)
        let (records, missing) = try records(request)
        return RepairAnswer(
            ranges: try request.ranges.map { try told($0, request.feed) },
            records: records,
            missing: missing
        )
    }

    private func check(_ request: RepairRequest, _ device: StoredDevice) throws {
        guard let person = try reader.person(device.person) else {
            throw Problem(.deviceRevoked, "This device was revoked.")
        }
        let actor = Actor(person: person.id, grants: person.grants)
        guard try actor.feeds(councils: reader.councilIDs()).contains(request.feed) else {
            throw Problem(.forbidden, "This feed is not yours any more. Pull to hear of it.")
        }
        guard request.ranges.count <= Limits.repairRangesMax,
            request.records.count <= Limits.repairRecordsMax
        else { throw Problem(.requestTooLarge, "Ask for less at a time.") }
        let isOrdered = zip(request.ranges, request.ranges.dropFirst()).allSatisfy {
            $0.through < $1.from
        }
        guard isOrdered, request.ranges.allSatisfy({ $0.from <= $0.through }) else {
            throw Problem(.requestMalformed, "Ranges are in order and apart from each other.")
        }
    }

    private func told(_ range: RecordRange, _ feed: Feed) throws -> RepairAnswer.Told {
        let count = try reader.recordCount(feed, in: range)
        guard count > Limits.repairMarksMax else {
            var marks: [RepairAnswer.Mark] = []
            try reader.forEachMark(feed, in: range) {
                marks.append(RepairAnswer.Mark(record: $0, hash: $1))
            }
            return RepairAnswer.Told(marks: marks)
        }
        let size = (count + Limits.repairPartsMax - 1) / Limits.repairPartsMax
        var parts: [RepairAnswer.Part] = []
        var (from, seen, digest) = (range.from, 0, SetDigest.empty)
        let end = { (through: RecordID) in
            let part = RecordRange(from: from, through: through)
            parts.append(RepairAnswer.Part(range: part, count: seen, digest: digest))
        }
        try reader.forEachMark(feed, in: range) { record, hash in
            if seen == size {
                // A part reaches up to the next one: together they leave nothing out.
                end(record.previous)
                (from, seen, digest) = (record, 0, .empty)
            }
            seen += 1
            digest.insert(hash)
        }
        end(range.through)
        return RepairAnswer.Told(parts: parts)
    }

    /// As many as fit; what is in neither list is asked for again.
    ///
    /// One that is lost is not told as missing: a device that has it keeps it.
    private func records(
        _ request: RepairRequest
    ) throws -> ([PulledRecord], missing: [RecordID]) {
        var (found, missing, bytes): ([PulledRecord], [RecordID], Int) = ([], [], 0)
        var damaged: Set<RecordID> = []
        for id in request.records where bytes < Limits.pullBytesTarget {
            let stored: StoredRecord?
            do {
                stored = try reader.record(id)
            } catch let damage as DamagedRecords {
                damaged.formUnion(damage.records)
                continue
            }
            guard let record = stored, request.feed.contains(record.state.scope)
            else {
                missing.append(id)
                continue
            }
            bytes += record.bytes.count
            found.append(
                PulledRecord(state: record.state, bytes: record.bytes, hash: record.hash)
            )
        }
        damaged.subtract(lost)
        guard damaged.isEmpty else { throw DamagedRecords(damaged) }
        return (found, missing)
    }
}

extension Identifier {
    /// The one before it; itself for the first.
    fileprivate var previous: Self {
        if low > 0 { return Self(high: high, low: low - 1) }
        return high > 0 ? Self(high: high - 1, low: .max) : self
    }
}
