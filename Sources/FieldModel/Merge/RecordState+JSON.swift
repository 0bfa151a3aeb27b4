// SPDX-License-Identifier: Apache-2.0

/// The stamps stand once, in log order; each write and step names its stamp by position.
extension RecordState: CodableByJSON {
    package func write(to json: inout JSONWriter) {
        let stamps = self.stamps
        let position = Dictionary(
            zip(stamps.map(\.change), stamps.indices),
            uniquingKeysWith: { first, _ in first }
        )
        let fields = registers.map { path, register in
            (
                path.text,
                register.writes.map {
                    PlacedWrite(by: position[$0.stamp.change] ?? 0, edit: $0.edit)
                }
            )
        }
        json.object { json in
            json.key("fields")
            json.sorted(fields)
            json.member("form", form)
            json.member("formVersion", formVersion)
            let gone = registers.filter { !$0.value.gone.isEmpty }
            if !gone.isEmpty {
                json.key("gone")
                json.sorted(gone.map { ($0.key.text, $0.value.gone) })
            }
            json.member("record", record)
            json.member("scope", scope)
            json.member("stamps", stamps)
            if !steps.isEmpty {
                json.member(
                    "steps",
                    steps.map { PlacedStep(by: position[$0.stamp.change] ?? 0, step: $0.step) }
                )
            }
            if !trunk.isEmpty { json.member("trunk", trunk) }
            json.member("version", version)
        }
    }

    private var stamps: [Stamp] {
        var seen: Set<ChangeID> = []
        let all = registers.values.lazy.flatMap { $0.writes.lazy.map(\.stamp) }
        return
            (all.filter { seen.insert($0.change).inserted }
            + steps.map(\.stamp).filter { seen.insert($0.change).inserted }).sorted()
    }

    package init(from json: inout JSONReader) throws(JSONFault) {
        var (record, form, scope): (RecordID?, FormID?, Scope?)
        var (formVersion, version): (Int?, Int64?)
        var (stamps, steps): ([Stamp]?, [PlacedStep]) = (nil, [])
        var fields: [FieldPath: [PlacedWrite]]?
        var (trunk, gone): ([Sequence64], [FieldPath: [Sequence64]]) = ([], [:])
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "record": record = try RecordID(from: &json)
            case "form": form = try FormID(from: &json)
            case "scope": scope = try Scope(from: &json)
            case "formVersion": formVersion = try json.int()
            case "version": version = try json.integer()
            case "stamps": stamps = try [Stamp](from: &json)
            case "fields": fields = try [FieldPath: [PlacedWrite]](from: &json)
            case "trunk": trunk = try [Sequence64](from: &json)
            case "gone": gone = try [FieldPath: [Sequence64]](from: &json)
            case "steps": steps = try [PlacedStep](from: &json)
            default: try json.skip()
            }
        }
        let known = try required(stamps, "stamps")
        var registers: [FieldPath: Register] = [:]
        for (path, writes) in try required(fields, "fields") {
            registers[path] = Register(
                writes: try writes.map { write throws(JSONFault) in
                    Write(stamp: try known.stamp(write.by), edit: write.edit)
                },
                gone: gone[path] ?? []
            )
        }
        self.init(
            record: try required(record, "record"),
            form: try required(form, "form"),
            scope: try required(scope, "scope"),
            formVersion: try required(formVersion, "formVersion"),
            version: try required(version, "version"),
            trunk: trunk,
            registers: registers,
            steps: try steps.map { step throws(JSONFault) in
                StepTaken(stamp: try known.stamp(step.by), step: step.step)
            }
        )
    }
}

extension [Stamp] {
    fileprivate func stamp(_ position: Int) throws(JSONFault) -> Stamp {
        guard indices.contains(position) else { throw JSONFault("there is no stamp \(position)") }
        return self[position]
    }
}

/// A write with the position of its stamp.
private struct PlacedWrite: CanonicalJSON {
    let by: Int
    let edit: Edit

    init(by: Int, edit: Edit) { (self.by, self.edit) = (by, edit) }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("by", by)
            json.member("reopened", edit.reopened)
            json.member("settled", edit.settled)
            json.member("to", edit.to)
            json.member("was", edit.was)
        }
    }

    init(from json: inout JSONReader) throws(JSONFault) {
        var (by, to, was): (Int?, FieldValue?, FieldValue?)
        var (settled, reopened): ([Candidate]?, [Candidate]?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "by": by = try json.int()
            case "to": to = try json.optional()
            case "was": was = try json.optional()
            case "settled": settled = try json.optional()
            case "reopened": reopened = try json.optional()
            default: try json.skip()
            }
        }
        self.by = try required(by, "by")
        edit = Edit(to: to, was: was, settled: settled, reopened: reopened)
    }
}

/// A step with the position of its stamp.
private struct PlacedStep: CanonicalJSON {
    let by: Int
    let step: Step

    init(by: Int, step: Step) { (self.by, self.step) = (by, step) }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("by", by)
            json.member("step", step)
        }
    }

    init(from json: inout JSONReader) throws(JSONFault) {
        var (by, step): (Int?, Step?)
        try json.object { (key: String, json: inout JSONReader) throws(JSONFault) in
            switch key {
            case "by": by = try json.int()
            case "step": step = try Step(from: &json)
            default: try json.skip()
            }
        }
        self.by = try required(by, "by")
        self.step = try required(step, "step")
    }
}
