// SPDX-License-Identifier: Apache-2.0

/// The columns of each sheet, and the other spellings that they have had over the years.
enum ColumnNames {
    static let survey: [String: String] = [
        "command": "type", "tag": "name", "value": "name", "caption": "label",
        "guidance": "guidance_hint", "constraining_message": "constraint_message",
        "readonly": "read_only", "relevance": "relevant", "skipto": "relevant",
        "skip_to": "relevant", "bind::relevant": "relevant", "bind::required": "required",
        "bind::constraint": "constraint", "bind::calculate": "calculation",
        "bind::readonly": "read_only", "bind::jr:constraintmsg": "constraint_message",
        "bind::jr:requiredmsg": "required_message", "bind::jr::constraintmsg": "constraint_message",
        "bind::jr::requiredmsg": "required_message", "jr:constraintmsg": "constraint_message",
        "jr:requiredmsg": "required_message", "constraintmsg": "constraint_message",
        "calculate": "calculation", "jr:count": "repeat_count", "count": "repeat_count",
        "body::appearance": "appearance", "control::appearance": "appearance",
        "save": "save_to", "bind::entities:saveto": "save_to",
    ]

    static let choices: [String: String] = [
        "value": "name", "caption": "label", "list": "list_name",
    ]

    static let settings: [String: String] = [
        "title": "form_title", "id_string": "form_id", "formid": "form_id",
        "set_form_title": "form_title", "set_form_id": "form_id",
    ]

    static let entities: [String: String] = ["dataset": "list_name", "list": "list_name"]

    /// What people read, which may be written in several languages.
    static let texts: Set<String> = [
        "label", "hint", "guidance_hint", "required_message", "constraint_message",
    ]

    /// What a survey may say that means something here.
    static let understood: Set<String> = [
        "type", "name", "label", "hint", "guidance_hint", "required", "required_message",
        "relevant", "read_only", "constraint", "constraint_message", "calculation", "default",
        "trigger", "choice_filter", "appearance", "parameters", "repeat_count", "save_to",
        "disabled", "merge", "used_by", "maps_from", "scale", "record_of",
    ]

    /// Pictures and sounds beside a question: a terminal has neither.
    static let media: Set<String> = ["image", "big_image", "audio", "video", "autoplay"]

    /// What a choice may say that means something here; all else is for filters and look-ups.
    static let choicesUnderstood: Set<String> = [
        "list_name", "name", "label", "maps_from", "dropped",
    ]

    static let entitiesUnderstood: Set<String> = [
        "list_name", "entity_id", "create_if", "update_if", "label", "repeat",
    ]

    /// Settings that mean something here.
    static let settingsUnderstood: Set<String> = [
        "form_title", "form_id", "version", "default_language", "instance_name", "audience",
        "category", "summary", "merge_groups", "writers", "of_commands", "written_once",
        "allow_choice_duplicates",
    ]
}
