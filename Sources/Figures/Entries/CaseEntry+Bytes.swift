// SPDX-License-Identifier: Apache-2.0

package import FieldModel

/// Entries as bytes, to be kept: without the record, whose identifier stands beside them.
extension CaseEntry {
    package var bytes: [UInt8] {
        var writer = EntryWriter()
        switch self {
        case .person(let entry): entry.write(to: &writer)
        case .enrolment(let entry): entry.write(to: &writer)
        case .contact(let entry): entry.write(to: &writer)
        case .outcome(let entry): entry.write(to: &writer)
        }
        return writer.bytes
    }

    /// Nil for bytes that are no such entry.
    package init?(
        _ kind: Kind,
        _ record: RecordID,
        _ bytes: UnsafeRawBufferPointer,
        _ texts: EntryTexts
    ) {
        var reader = EntryReader(bytes, texts)
        switch kind {
        case .participant: self = .person(PersonEntry(record, from: &reader, texts))
        case .enrolment: self = .enrolment(Enrolment(record, from: &reader))
        case .contact: self = .contact(Contact(record, from: &reader))
        case .outcome: self = .outcome(Outcome(record, from: &reader))
        }
        guard reader.isWhole else { return nil }
    }
}

extension PersonEntry {
    fileprivate func write(to writer: inout EntryWriter) {
        participant.write(to: &writer)
        writer.person(mergedInto)
        writer.number(UInt64(words.count))
        for word in words {
            writer.date(word.date)
            writer.flags(word.isGiven)
        }
    }

    fileprivate init(_ record: RecordID, from reader: inout EntryReader, _ texts: EntryTexts) {
        let participant = Participant(record, from: &reader, texts)
        let (other, count) = (reader.person(), reader.count())
        var words: [ConsentWord] = []
        for _ in 0..<count {
            guard let date = reader.date() else { break }
            words.append(ConsentWord(date: date, isGiven: reader.number() == 1))
        }
        self.init(participant, mergedInto: other, words: words)
    }
}

extension Participant {
    fileprivate func write(to writer: inout EntryWriter) {
        writer.number(UInt64(max(0, formVersion)))
        writer.flags(isPlaceWithheld)
        writer.date(born)
        writer.text(neighbourhood)
        writer.text(tier)
        writer.names(needs)
        writer.optional(consent)
        writer.date(consentDate)
        writer.text(ownReference)
    }

    fileprivate init(_ record: RecordID, from reader: inout EntryReader, _ texts: EntryTexts) {
        (self.record, formVersion) = (record, reader.int())
        isPlaceWithheld = reader.number() == 1
        born = reader.date()
        (neighbourhood, tier) = (reader.text(), reader.text())
        needs = reader.names()
        (consent, consentDate) = (reader.optional(), reader.date())
        ownReference = reader.text()
    }
}

extension Enrolment {
    fileprivate func write(to writer: inout EntryWriter) {
        writer.flags(isDisputed, isStartDisputed)
        writer.person(named)
        writer.text(service)
        for date in [started, ended, referred] { writer.date(date) }
        writer.text(referredBy)
    }

    fileprivate init(_ record: RecordID, from reader: inout EntryReader) {
        let flags = reader.number()
        self.record = record
        (isDisputed, isStartDisputed) = (flags & 1 != 0, flags & 2 != 0)
        named = reader.person()
        (participant, service) = (named, reader.text())
        (started, ended, referred) = (reader.date(), reader.date(), reader.date())
        referredBy = reader.text()
    }
}

extension Contact {
    fileprivate func write(to writer: inout EntryWriter) {
        writer.flags(isDisputed)
        writer.person(named)
        writer.date(date)
        writer.names(needs)
        writer.text(referredTo)
    }

    fileprivate init(_ record: RecordID, from reader: inout EntryReader) {
        (self.record, isDisputed) = (record, reader.number() == 1)
        named = reader.person()
        (participant, date, needs) = (named, reader.date(), reader.names())
        referredTo = reader.text()
    }
}

extension Outcome {
    fileprivate func write(to writer: inout EntryWriter) {
        writer.number(UInt64(max(0, formVersion)))
        writer.flags(isDisputed)
        writer.person(named)
        writer.text(measure)
        writer.date(taken)
        writer.score(baseline)
        writer.number(UInt64(followUps.count))
        for followUp in followUps {
            writer.date(followUp.date)
            writer.score(followUp.score)
            writer.flags(followUp.instance != nil)
            if let instance = followUp.instance { writer.id(instance) }
        }
    }

    fileprivate init(_ record: RecordID, from reader: inout EntryReader) {
        (self.record, formVersion, isDisputed) = (record, reader.int(), reader.number() == 1)
        named = reader.person()
        (participant, measure, taken) = (named, reader.text() ?? "", reader.date())
        baseline = reader.score()
        let count = reader.count()
        followUps = []
        followUps.reserveCapacity(count)
        for _ in 0..<count {
            guard let date = reader.date(), let score = reader.score() else { break }
            let instance: InstanceID? = reader.number() == 1 ? reader.id() : nil
            followUps.append(FollowUp(date: date, score: score, instance: instance))
        }
    }
}
