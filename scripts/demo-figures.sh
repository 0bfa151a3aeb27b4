# SPDX-License-Identifier: Apache-2.0
# The figures of the demonstration, computed from the databases. Sourced by scripts/demo.

devices=(admin amina carol ben rosa saeed)

# Every change that a device was given a receipt for, looked for in the server's log.
acknowledged=0 found=0
for person in "${devices[@]}"; do
    counts=$(sqlite3 "$work/$person/keeplocal.sqlite" "
        ATTACH 'file:$work/server/keeplocal.sqlite?mode=ro' AS server;
        SELECT count(*), count(log.hash) FROM journal
        LEFT JOIN server.log AS log ON log.change = journal.id AND log.hash = journal.receipt
        WHERE journal.state = 'stored'")
    acknowledged=$((acknowledged + ${counts%|*}))
    found=$((found + ${counts#*|}))
done
waiting=0
for person in "${devices[@]}"; do
    waiting=$((waiting + $(sqlite3 "$work/$person/keeplocal.sqlite" \
        "SELECT count(*) FROM journal WHERE state IN ('saved', 'sent')")))
done
stored=$(sqlite3 "$work/server/keeplocal.sqlite" "SELECT count(*) FROM log WHERE kind = 'change'")

opened=$(ask admin length conflict list --all)
resolved=$(ask admin '[.[] | select(.state == "resolved")] | length' conflict list --all)

# Every device agrees with the server, and those who receive the same agree with each other.
agree=true
for person in "${devices[@]}"; do
    [ "$(ask "$person" .digestsAgree sync)" = true ] || agree=false
done
# Of the feeds that two people both receive, both hold the same.
digests_of() { ask "$1" ".digests | to_entries[] | select(.key | endswith(\"/$2\")) | .value" status; }
[ "$(digests_of amina organisation)" = "$(digests_of carol organisation)" ] || agree=false
[ "$(digests_of rosa council)" = "$(digests_of saeed council)" ] || agree=false

# What the last approval names is what the last review named, and what was last submitted.
decided() {
    sqlite3 "$work/server/keeplocal.sqlite" "
        WITH open AS (  -- payloads of case data are sealed
            SELECT sequence,
                CASE WHEN substr(payload, 1, 1) = x'7b' THEN CAST(payload AS TEXT) ELSE '{}' END AS change
            FROM log WHERE kind = 'change')
        SELECT json_extract(change, '\$.step.content') FROM open
        WHERE json_extract(change, '\$.step.move') = '$1' ORDER BY sequence DESC LIMIT 1"
}
approved=$(decided approve)
equal=false
if [ -n "$approved" ] && [ "$approved" = "$(decided review)" ] &&
    [ "$approved" = "$(ask carol .content return show "$return")" ]; then equal=true; fi

stop_server
chain=$("$bin/keeplocald" verify --data "$work/server" --json) || failures=$((failures + 1))
must_be "projection" ok "$(jq -r .projection <<<"$chain")"

must_be "every imported record is at the server" true \
    "$([ "$(sqlite3 "$work/server/keeplocal.sqlite" "SELECT count(*) FROM record")" -gt $((outcomes + contacts * 2)) ] && echo true)"
must_be "changes waiting on any device" 0 "$waiting"
must_be "changes in the log" "$stored" "$acknowledged"
must_be "lost" 0 $((acknowledged - found))
must_be "conflicts opened" 2 "$opened"
must_be "conflicts resolved" 2 "$resolved"
must_be "digests agree" true "$agree"
must_be "what was approved is what was reviewed" true "$equal"
must_be "chain" ok "$(jq -r .chain <<<"$chain")"

[ "$failures" -eq 0 ] || printf '\n%s\n' "demo: $failures things are not as they must be; see above" >&2
printf '\n'
jq -cn --argjson acknowledged "$acknowledged" --argjson stored "$found" \
    --argjson opened "$opened" --argjson resolved "$resolved" --argjson agree "$agree" \
    --argjson equal "$equal" --arg chain "$(jq -r .chain <<<"$chain")" \
    '{acknowledged: $acknowledged, stored: $stored, lost: ($acknowledged - $stored),
      conflictsOpened: $opened, conflictsResolved: $resolved, digestsAgree: $agree,
      approvedEqualsReviewed: $equal, chain: $chain}'
[ "$failures" -eq 0 ]
