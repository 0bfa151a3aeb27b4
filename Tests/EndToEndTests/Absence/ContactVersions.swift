// SPDX-License-Identifier: Apache-2.0

/// The contact of the pack, as a council changes it twice while people are away: the notes are
/// renamed each time, the minutes go to another scale each time, a question is not asked any more,
/// and an answer comes to be needed.
enum ContactVersions {
    static let second = definition(
        2,
        """
        {"type":"integer","name":"minutes","label":"Quarters of an hour","scale":"quarters",
         "constraint":". >= 1 and . <= 48"},
        {"type":"text","name":"remark","label":"Remarks","merge":"text","mapsFrom":"note"}
        """
    )

    static let third = definition(
        3,
        """
        {"type":"integer","name":"minutes","label":"Hours","scale":"hours",
         "constraint":". >= 1 and . <= 12"},
        {"type":"text","name":"observation","label":"Observations","merge":"text",
         "mapsFrom":"remark"},
        {"type":"boolean","name":"consent","label":"Consent","required":"true()"}
        """
    )

    private static func definition(_ version: Int, _ items: String) -> String {
        """
        {"id":"contact","version":\(version),"title":"Contact","audience":"organisation",
         "category":"case","summary":"date",
         "choiceLists":{"kinds":[
          {"name":"visit","label":"Home visit"},{"name":"one_to_one","label":"One to one"},
          {"name":"group","label":"Group"},{"name":"phone","label":"Phone"},
          {"name":"online","label":"Online"}]},
         "items":[
          {"type":"text","name":"participant","label":"Participant","required":"true()",
           "recordOf":"participant"},
          {"type":"date","name":"date","label":"Date","required":"true()","default":"today()"},
          {"type":"choice","name":"kind","label":"How","required":"true()","choices":"kinds"},
          \(items)]}
        """
    }
}
