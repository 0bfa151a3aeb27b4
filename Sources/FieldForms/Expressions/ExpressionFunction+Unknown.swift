// SPDX-License-Identifier: Apache-2.0

extension ExpressionFunction {
    /// What to write in place of a function that there is not.
    static func hint(for name: String) -> String {
        if let here = elsewhere[name.lowercased()] { return "write \(here)" }
        if let near = Spelling.nearest(to: name, among: signatures.keys) {
            return "did you mean '\(near)'?"
        }
        return "there are if, coalesce, selected, count, sum, concat, round, format-date and those"
            + " of docs/expressions.md"
    }

    /// How spreadsheets and programs call what is here.
    private static let elsewhere: [String: String] = [
        "strlen": "string-length(…)", "len": "string-length(…)", "length": "string-length(…)",
        "substring": "substr(…)", "mid": "substr(…)", "left": "substr(…, 0, 3), say",
        "lower": "lower-case(…)", "upper": "upper-case(…)", "tolower": "lower-case(…)",
        "toupper": "upper-case(…)", "trim": "normalize-space(…)",
        "concatenate": "concat(…)", "textjoin": "join(', ', …)", "text": "format-date(…, '%d')",
        "average": "sum(…) div count(…)", "avg": "sum(…) div count(…)",
        "mean": "sum(…) div count(…)", "isblank": "${name} = ''", "isnull": "${name} = ''",
        "empty": "${name} = ''", "is-empty": "${name} = ''", "ifnull": "coalesce(…)",
        "iif": "if(…)", "year": "format-date(…, '%Y')", "month": "format-date(…, '%m')",
        "day": "format-date(…, '%d')", "mod": "${a} mod ${b}", "power": "pow(…)",
        "counta": "count-non-empty(…)", "countif": "count(${repeat}[…])",
        "sumif": "sum(${repeat}[…]/…)", "vlookup": "pulldata(…)", "lookup": "pulldata(…)",
        "match": "regex(…)", "matches": "regex(…)", "includes": "selected(…)",
        "and": "${a} and ${b}", "or": "${a} or ${b}", "ceil": "ceiling(…)",
        "jr:itext": "jr:choice-name(…)", "datediff": "${end} - ${start}",
    ]

    /// A letter after `%` that stands for no part of a date.
    static func unknownPart(of format: String) -> String? {
        var letters = format.makeIterator()
        while let letter = letters.next() {
            guard letter == "%" else { continue }
            let part = letters.next()
            if let part, "YymnbBdeaAWHhMS3%".contains(part) { continue }
            return
                "'%\(part.map(String.init) ?? "")' is no part of a date; write some of %Y %y %m %n"
                + " %b %B %d %e %a %A %W, and of a time %H %h %M %S %3"
        }
        return nil
    }
}
