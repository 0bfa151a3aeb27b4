// SPDX-License-Identifier: Apache-2.0

import FieldForms

/// What the type of a row says, in any of the spellings of XLSForm.
enum QuestionType: Equatable {
    case question(FormItem.Kind)
    /// A question of a kind that is close to what was asked for; the text says how.
    case near(FormItem.Kind, String)
    case range
    case metadata(FormItem.Metadata)
    case select(FormItem.Kind, list: String, hasOther: Bool)
    case selectFile(FormItem.Kind, file: String)
    case begin(FormItem.Kind)
    case end(FormItem.Kind)
    case table
    /// Nothing that a record holds; the text says why.
    case ignored(String)
    /// Cannot work here, and what to do instead.
    case refused(String)

    /// Nil for a word that no XLSForm has.
    init?(_ spelled: String) {
        let words = spelled.split(whereSeparator: \.isWhitespace).map(String.init)
        let text = words.joined(separator: " ")
        let lower = text.lowercased()
        if let known = Self.known(lower) {
            self = known
        } else if let select = Self.select(text, lower) {
            self = select
        } else {
            return nil
        }
    }

    private static func known(_ lower: String) -> QuestionType? {
        var name = lower
        if name.hasPrefix("add "), name.hasSuffix(" prompt") {
            name = String(name.dropFirst(4).dropLast(7))
        }
        let plain = name.replacing(" ", with: "_").replacing("-", with: "_")
        return simple[plain].map(QuestionType.question) ?? structure[plain] ?? device[plain]
            ?? special[plain]
    }

    private static let simple: [String: FormItem.Kind] = [
        "text": .text, "string": .text, "integer": .integer, "int": .integer,
        "decimal": .decimal, "date": .date, "time": .time, "datetime": .dateTime,
        "date_time": .dateTime, "note": .note, "calculate": .calculate, "hidden": .hidden,
        "geopoint": .geopoint, "location": .geopoint, "gps": .geopoint,
        "acknowledge": .acknowledge, "trigger": .acknowledge, "image": .blob, "photo": .blob,
        "audio": .blob, "video": .blob, "file": .blob, "boolean": .boolean, "money": .money,
    ]

    private static let structure: [String: QuestionType] = [
        "begin_group": .begin(.group), "end_group": .end(.group),
        "begin_repeat": .begin(.repeated), "end_repeat": .end(.repeated),
        "begin_lgroup": .begin(.repeated), "end_lgroup": .end(.repeated),
        "range": .range, "csv_external": .table,
    ]

    private static let device: [String: QuestionType] = [
        "start": .metadata(.start), "start_time": .metadata(.start),
        "end": .metadata(.end), "end_time": .metadata(.end), "today": .metadata(.today),
        "deviceid": .metadata(.device), "device_id": .metadata(.device), "imei": .metadata(.device),
        "username": .metadata(.person),
        "phonenumber": .near(.hidden, "the device knows no telephone number"),
        "phone_number": .near(.hidden, "the device knows no telephone number"),
        "email": .near(.hidden, "the device knows no address; username is who signed in"),
        "simserial": .near(.hidden, "the device has no card of a telephone"),
        "subscriberid": .near(.hidden, "the device has no card of a telephone"),
        "uri:deviceid": .metadata(.device), "uri:username": .metadata(.person),
    ]

    private static let special: [String: QuestionType] = [
        "barcode": .near(.text, "there is no camera; the code is typed"),
        "audit": .ignored("every change is kept with its time and author, without an audit row"),
        "start_geopoint": .near(.hidden, "the device does not know where it is"),
        "geotrace": .refused("Ask for one or more geopoints in a repeat instead."),
        "geoshape": .refused("Ask for one or more geopoints in a repeat instead."),
        "background_audio": .refused(
            "Ask for a file with the type audio, which somebody attaches; nothing is recorded"
                + " unseen here."
        ),
        "background_geopoint": .refused("Ask for a geopoint instead."),
        "xml_external": .refused(
            "Save the list as CSV with the columns name and label, and use select_one_from_file."
        ),
        "begin_loop": .refused("Write the questions out, or use begin repeat."),
        "end_loop": .refused("Write the questions out, or use begin repeat."),
        "osm": .refused("Ask for a geopoint or a text instead."),
    ]

    /// The longer spelling stands before one that it begins with.
    private static let selects: [(prefix: String, kind: FormItem.Kind, isFile: Bool)] = [
        ("add select one prompt using ", .choice, false),
        ("add select multiple prompt using ", .choices, false),
        ("select_one_from_file ", .choice, true), ("select one from file ", .choice, true),
        ("select_multiple_from_file ", .choices, true),
        ("select multiple from file ", .choices, true),
        ("select_one_external ", .choice, false), ("select one external ", .choice, false),
        ("select one prompt using ", .choice, false), ("select one using ", .choice, false),
        ("select one from ", .choice, false), ("select one ", .choice, false),
        ("select_one ", .choice, false), ("select1 ", .choice, false),
        ("select multiple prompt using ", .choices, false),
        ("select multiple using ", .choices, false), ("select multiple from ", .choices, false),
        ("select all that apply from ", .choices, false),
        ("select all that apply ", .choices, false), ("select multiple ", .choices, false),
        ("select_multiple ", .choices, false), ("rank ", .rank, false),
    ]

    private static let others = [" or_other", " or specify other", " or other"]

    private static func select(_ text: String, _ lower: String) -> QuestionType? {
        guard let found = selects.first(where: { lower.hasPrefix($0.prefix) }) else { return nil }
        var list = String(text.dropFirst(found.prefix.count))
        let other = others.first { lower.hasSuffix($0) }
        if let other { list = String(list.dropLast(other.count)) }
        if found.isFile { return .selectFile(found.kind, file: list) }
        if list.hasPrefix("${") {
            return .refused(
                "Choosing among the instances of a repeat is not possible yet. Ask for the answer"
                    + " as text, or take the choices from records with select_one_from_file."
            )
        }
        return .select(found.kind, list: list, hasOther: other != nil)
    }
}
