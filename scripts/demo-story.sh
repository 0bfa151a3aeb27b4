# SPDX-License-Identifier: Apache-2.0
# The story itself: Bradford's homecare reform. Sourced by scripts/demo.

outcomes=$((records * 2 / 5)) contacts=$((records * 3 / 10))

chapter "1. A council, two community organisations, five people"
"$bin/keeplocald" init --data "$work/server" --json >"$work/init.json"
start_server
as admin enrol "$url" "$(jq -r .code "$work/init.json")" --name "office" >/dev/null
as admin admin organisation add "Manningham Mills Advice Hub" --council bradford >/dev/null
as admin admin organisation add "Shipley Homecare Circle" --council bradford >/dev/null
join() { # join NAME DISPLAYED-NAME ROLE PLACE…
    local home=$1 name=$2 role=$3 code
    shift 3
    code=$(ask admin .code admin person add "$name" --role "$role" "$@")
    as "$home" enrol "$url" "$code" --name "$home's tablet" >/dev/null
}
join amina "Amina Hussain" worker --organisation "Manningham Mills Advice Hub"
join carol "Carol Whitaker" coordinator --organisation "Manningham Mills Advice Hub"
join ben "Ben Ackroyd" worker --organisation "Shipley Homecare Circle"
join rosa "Rosa Mendes" reviewer --council bradford
join saeed "Saeed Malik" senior_champion --council bradford
see 0 admin admin person list

chapter "2. No network: the work is saved all the same"
stop_server
cd "$work"
"$records_of" -v form=outcome -v seed=7 -v count="$outcomes" -v organisation=mm >outcomes.ndjson
"$records_of" -v form=contact -v seed=11 -v count="$contacts" -v organisation=mm >contacts.ndjson
"$records_of" -v form=contact -v seed=12 -v count="$contacts" -v organisation=sh >shipley.ndjson
see 0 amina import outcome outcomes.ndjson
see 0 amina import contact contacts.ndjson
see 0 ben import contact shipley.ndjson
cd "$OLDPWD"
see 4 amina sync

chapter "3. A device is killed in the middle of a sync, and loses nothing"
start_server
as ben sync >/dev/null &
sync_pid=$!
killed=no
while kill -0 "$sync_pid" 2>/dev/null; do
    if [ "$(sqlite3 "$work/ben/keeplocal.sqlite" "SELECT count(*) FROM journal WHERE state = 'sent'" 2>/dev/null)" -gt 0 ] 2>/dev/null; then
        kill -KILL "$sync_pid"
        killed=yes
        break
    fi
done
wait "$sync_pid" 2>/dev/null || true
must_be "Ben's sync was killed while changes were on their way" yes "$killed"
tell "Ben's tablet was killed (SIGKILL) while changes were on their way."
see 0 ben status
see 0 ben sync
see 0 amina sync
meet carol

chapter "4. Two people, the same records, no network"
# Three outcomes with a follow-up: one to disagree about, one to work on side by side, one to delete.
mapfile -t chosen < <(ask carol '[.[] | select(.fields | keys | any(startswith("followup")))][:3][].record' list outcome)
disputed=${chosen[0]} shared=${chosen[1]} doomed=${chosen[2]}
stop_server
tell "Amina and Carol each change one record in different places: that will merge."
see 0 amina edit "$shared" --set "note=Prefers mornings"
see 0 carol edit "$shared" --set needs=homecare,loneliness
tell "They disagree about one score."
see 0 amina edit "$disputed" --set "followup[1]/score=6"
see 0 carol edit "$disputed" --set "followup[1]/score=8"
tell "Carol deletes what Amina goes on working on."
see 0 carol delete "$doomed" --reason "Entered twice"
see 0 amina edit "$doomed" --set "note=Visited again, much better"
start_server
see 0 amina sync
see 3 carol sync
meet amina
must_be "both edits of the shared record" "Prefers mornings homecare,loneliness" \
    "$(ask amina '.fields | .note + " " + (.needs | join(","))' show "$shared")"

chapter "5. A conflict is settled: by those who may, with a reason, and not for good"
see 0 carol conflict list
score=$(ask carol '.[] | select(.field | endswith("score")) | .id' conflict list)
existence=$(ask carol '.[] | select(.field == "@exists") | .id' conflict list)
his=$(ask carol ".[] | select(.id == \"$score\") | .candidates[] | select(.value == 6) | .id" conflict list)
hers=$(ask carol ".[] | select(.id == \"$score\") | .candidates[] | select(.value == 8) | .id" conflict list)
alive=$(ask carol ".[] | select(.id == \"$existence\") | .candidates[] | select(.value == true) | .id" conflict list)
see 0 carol conflict show "$score"
tell "Amina is a worker: she may see it, not settle it."
see 6 amina conflict take "$score" "$his" --reason "I was there"
tell "The administrator sees that there is a conflict, and no value."
see 0 admin conflict show "$score"
see 0 carol conflict take "$score" "$his" --reason "Amina was at the visit"
see 0 carol conflict undo "$score" --reason "Amina rang: it was the other form"
see 0 carol conflict take "$score" "$hers" --reason "Checked with the family"
see 0 carol conflict take "$existence" "$alive" --reason "Not a duplicate after all"
meet carol amina
see 0 amina conflict show "$score"
see 0 amina sync
must_be "the settled score on Amina's device" 8 \
    "$(ask amina '.fields | to_entries[] | select(.key | endswith("score")) | .value' show "$disputed")"
must_be "the record that was to be deleted" false "$(ask amina .deleted show "$doomed")"

chapter "6. The council sees the return, and nobody's case"
must_be "case records on the council's devices" "0 0" \
    "$(for who in rosa saeed; do sqlite3 "$work/$who/keeplocal.sqlite" "SELECT count(*) FROM record WHERE audience = 'organisation'"; done | xargs)"
see 0 carol return open 2026-Q2 --set "successes=Mornings work for most people"
return=$(ask carol '.[0].record' return list)
see 0 carol return prepare "$return"
see 0 carol return submit "$return"
meet carol rosa
see 0 rosa return show "$return"
see 0 rosa return review "$return"
see 0 rosa return accept "$return" --reply "Thank you. Mornings go into the winter plan."
meet rosa saeed

chapter "7. Corrected while it is being approved: the approval does not apply"
tell "Saeed approves without a network what Carol corrects at the same time."
see 0 saeed return approve "$return"
see 0 carol return prepare "$return" --set "challenges=Three workers short in August"
see 0 carol return submit "$return"
meet carol
see 5 saeed sync
see 0 saeed edit "$return" --let-go
see 0 saeed return list
tell "Rosa reads the new revision; who reviewed it cannot approve it."
meet rosa
see 0 rosa return review "$return"
see 0 rosa return accept "$return" --reply "Thank you. Mornings go into the winter plan."
see 6 rosa return approve "$return"
meet rosa saeed
see 0 saeed return approve "$return"
meet saeed carol rosa amina ben admin
see 0 carol return show "$return"
must_be "the return on the organisation's device" approved "$(ask carol .state return show "$return")"

chapter "8. What the databases say"
source scripts/demo-figures.sh
