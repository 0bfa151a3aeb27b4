# SPDX-License-Identifier: Apache-2.0
# The figures of the year, counted from the databases and from the files that were imported.
# Sourced by scripts/demo-year-story.sh.

# What each return must say: different people of whom a contact of the quarter had been written
# down by its end, counted from the files that were imported.
froms=(2025-04-01 2025-07-01 2025-10-01 2026-01-01)
people_of() { # people_of HOME QUARTER
    local quarter
    for quarter in $(seq "$2"); do cat "$work/data/$1/contact-$quarter.csv"; done |
        awk -F, -v from="${froms[$2 - 1]}" -v to="${ends[$2 - 1]}" '$3 >= from && $3 <= to && !seen[$2]++ { n++ } END { print n + 0 }'
}

returns=$((${#councils[@]} * organisations * 4))
printf '\n  %-22s %9s %9s %9s %9s\n' council published contacts conflicts digests
published=0 conflicts=0 agree=true right=0
for council in "${councils[@]}"; do
    as "$council-champion" return list --json >"$work/returns.json"
    here=$(jq '[.[] | select(.state == "published")] | length' "$work/returns.json")
    services=$(ask "$council-champion" 'map({(.record): .fields.name}) | add' list service)
    told=$(jq '[.[].submitted.contacts] | add' "$work/returns.json")
    for home in $(of "$council"); do
        for quarter in 1 2 3 4; do
            said=$(jq --arg service "$(title "$home")" --arg period "2025-Q$quarter" \
                --argjson names "$services" \
                '.[] | select(($names[.fields.service] // .fields.service) == $service
                    and .fields.period == $period) | .submitted.people_supported' "$work/returns.json")
            [ "$said" != "$(people_of "$home" "$quarter")" ] || right=$((right + 1))
        done
    done
    settled=$(ask "$council-1" '[.[] | select(.state == "resolved")] | length' conflict list --all)
    same=true
    for home in $(of "$council") "$council-reviewer" "$council-champion" "$council-cabinet" "$council-worker"; do
        [ "$(ask "$home" .digestsAgree sync)" = true ] || same=false
    done
    printf '  %-22s %9s %9s %9s %9s\n' "$council" "$here" "$told" "$settled" "$([ $same = true ] && echo agree || echo differ)"
    published=$((published + here)) conflicts=$((conflicts + settled))
    [ $same = true ] || agree=false
done

stop_server
chain=$("$bin/keeplocald" verify --data "$work/server" --json) || failures=$((failures + 1))
stored=$(sqlite3 "$work/server/keeplocal.sqlite" "SELECT count(*) FROM log WHERE kind = 'change'")
waiting=0
for home in "$work"/*/keeplocal.sqlite; do
    [ "$home" != "$work/server/keeplocal.sqlite" ] || continue
    waiting=$((waiting + $(sqlite3 "$home" "SELECT count(*) FROM journal WHERE state IN ('saved', 'sent')")))
done
must_be "returns published" "$returns" "$published"
must_be "returns that say what was recorded" "$returns" "$right"
must_be "conflicts settled" "${#councils[@]}" "$conflicts"
must_be "changes waiting on any device" 0 "$waiting"
must_be "digests agree" true "$agree"
must_be "chain" ok "$(jq -r .chain <<<"$chain")"
must_be "projection" ok "$(jq -r .projection <<<"$chain")"

[ "$failures" -eq 0 ] || printf '\n%s\n' "demo: $failures things are not as they must be; see above" >&2
printf '\n'
jq -cn --argjson councils "${#councils[@]}" --argjson returns "$published" --argjson right "$right" \
    --argjson stored "$stored" --argjson conflicts "$conflicts" --argjson agree "$agree" \
    --arg chain "$(jq -r .chain <<<"$chain")" \
    '{councils: $councils, changesStored: $stored, returnsPublished: $returns, returnsAsRecorded: $right,
      conflictsResolved: $conflicts, digestsAgree: $agree, chain: $chain}'
[ "$failures" -eq 0 ]
