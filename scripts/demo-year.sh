# SPDX-License-Identifier: Apache-2.0
# A year of the eleven councils. Sourced by scripts/demo --year: needs bin, work, people, pictures.
#
# Every program of it lives in another time (Tests/CShiftedClock): returns are in time or late,
# people wait, and reviewers answer as in a real year. Nobody in it exists.

programs=$bin bin=$work/bin
mkdir -p "$bin" "$work/data" "$pictures"
for program in keeplocal keeplocald; do
    cat >"$bin/$program" <<SCRIPT
#!/bin/sh
SHIFTED_CLOCK_SECONDS=\$(cat "$work/shift") LD_PRELOAD="$programs/libShiftedClock.so" exec "$programs/$program" "\$@"
SCRIPT
    chmod +x "$bin/$program"
done

councils=(bristol bradford calderdale hackney kirklees lewisham newcastle-upon-tyne oldham rotherham wirral south-gloucestershire)
kinds=(homecare anchor advice befriending youth food employment mental_health carers refugee)
names=("Mill Lane Homecare" "Canal Street Hub" "Beacon Advice" "Good Neighbours" "Open Door Youth" "Larder"
    "Next Step Work" "Quiet Room" "Carers' Corner" "Welcome House")
ends=(2025-06-30 2025-09-30 2025-12-31 2026-03-31)
handed_in=(2025-07-15 2025-10-14 2026-01-15 2026-04-20)
read_on=(2025-07-25 2025-10-24 2026-01-26 2026-04-27)
agreed_on=(2025-08-01 2025-10-31 2026-02-02 2026-05-05)

live_on() { echo $(($(date -d "$1 $2:00" +%s) - $(date +%s))) >"$work/shift"; }

# today DAY HOUR: what day it is for every program from here on. The server begins anew with it.
today() {
    [ -z "$server_pid" ] || stop_server
    live_on "$1" "$2"
    start_server
}

# everywhere FUNCTION …: runs it for each council, as many at a time as there are processors.
everywhere() {
    local council running=0 failed=0
    for council in "${councils[@]}"; do
        ( "$@" "$council" ) &
        running=$((running + 1))
        if [ "$running" -ge "$(nproc)" ]; then wait -n || failed=1; running=$((running - 1)); fi
    done
    while [ "$running" -gt 0 ]; do wait -n || failed=1; running=$((running - 1)); done
    [ "$failed" = 0 ] || { echo "demo: a step of the year failed; the logs are in $work" >&2; keep=true; exit 1; }
}

# of COUNCIL: its organisations, each by the name of its coordinator's home.
of() { local n; for n in $(seq "$organisations"); do printf '%s-%s ' "$1" "$n"; done; }
place() { local index; for index in "${!councils[@]}"; do [ "${councils[index]}" != "$1" ] || echo "$index"; done; }
title() { local index=$(($(place "${1%-*}") * organisations + ${1##*-})); printf '%s, %s' "${names[index % 10]}" "${1%-*}"; }
contract() { case $((($(place "${1%-*}") + ${1##*-}) % 3)) in 0) echo contract ;; *) echo grant ;; esac; }
income() { case $((($(place "${1%-*}") * 2 + ${1##*-}) % 4)) in 0) echo under_10k ;; 3) echo under_500k ;; *) echo under_100k ;; esac; }
kind() { echo "${kinds[($(place "${1%-*}") * organisations + ${1##*-}) % 10]}"; }
# late HOME QUARTER: one in six is handed in after the day it was due.
late() { [ $((($(place "${1%-*}") * 3 + ${1##*-} + $2) % 6)) -eq 0 ]; }

join() { # join HOME ROLE PLACE…
    local home=$1 role=$2 code
    shift 2
    code=$(ask admin .code admin person add "$home" --role "$role" "$@")
    as "$home" enrol "$url" "$code" --name "$home" >/dev/null
}

settle_in() { # one council: its people, its organisations, their services and their year's work
    local council=$1 home service
    join "$council-reviewer" reviewer --council "$council"
    join "$council-champion" senior_champion --council "$council"
    join "$council-cabinet" cabinet_champion --council "$council"
    for home in $(of "$council"); do
        as admin admin organisation add "$(title "$home")" --council "$council" >/dev/null
        join "$home" coordinator --organisation "$(title "$home")"
    done
    as "$council-reviewer" sync >/dev/null
    for home in $(of "$council"); do
        service=$(ask "$council-reviewer" .record new service --organisation "$(title "$home")" \
            --set "name=$(title "$home")" --set kind="$(kind "$home")" --set status=active \
            --set starts=2025-04-01 --set ends=$((2026 + ${home##*-}))-03-31 --set contract="$(contract "$home")" \
            --set annual_value=$((15000 + $(place "$council") * 9000 + ${home##*-} * 12000)) --set provider_income="$(income "$home")" \
            --set tier=early_help --set tier_reason="Before a need grows")
        mkdir -p "$work/data/$home"
        "$records_of" -v seed=$(($(place "$council") * 97 + ${home##*-})) -v count="$people" -v service="$service" \
            -v lsoas="$(seq -s, -f "E01%06.0f" $((990000 + $(place "$council") * 10)) $((990004 + $(place "$council") * 10)))" \
            -v out="$work/data/$home"
    done
    join "$council-worker" worker --organisation "$(title "$council-1")"
    meet "$council-reviewer"
}

work_of() { # the work of one quarter, brought to the server at its end
    local quarter=$1 council=$2 home form record path day score
    for home in $(of "$council"); do
        meet "$home"
        for form in participant enrolment contact outcome; do
            [ "$(wc -l <"$work/data/$home/$form-$quarter.csv")" -le 1 ] ||
                as "$home" import "$form" "$work/data/$home/$form-$quarter.csv" >/dev/null
        done
        while read -r record path day score; do
            as "$home" edit "$record" --set "$path/date=$day" --set "$path/score=$score" >/dev/null
        done <"$work/data/$home/followup-$quarter.txt"
        meet "$home"
    done
    [ "$quarter" -ne 2 ] || disagree "$council"
    [ "$quarter" -ne 4 ] || join_twins "$council"
}

disagree() { # two people, one visit, two answers; the coordinator decides
    local home=$1-1 worker=$1-worker record conflict mine
    meet "$worker"
    record=$(ask "$home" '.[0].record' list contact)
    as "$worker" edit "$record" --set minutes=35 >/dev/null
    as "$home" edit "$record" --set minutes=55 >/dev/null
    meet "$worker" "$home"
    conflict=$(ask "$home" '.[0].id' conflict list)
    mine=$(ask "$home" '.[0].candidates[] | select(.value == 35) | .id' conflict list)
    as "$home" conflict take "$conflict" "$mine" --reason "The worker was there" >/dev/null
    meet "$home" "$worker"
}

join_twins() { # who was written down twice becomes one again
    local home number key
    for home in $(of "$1"); do
        while IFS=, read -r key _; do
            number=$((16#${key##*-}))
            [ "$number" -gt "$people" ] || continue
            as "$home" participant merge "$key" "${key%-*}-$(printf '%012x' $((number - people)))" --reason "Written down twice" >/dev/null
        done < <(tail -q -n +2 "$work/data/$home"/participant-?.csv)
        meet "$home"
    done
}

hand_in() { # returns of a quarter: those in time, or those that come late
    local quarter=$1 which=$2 council=$3 home return
    for home in $(of "$council"); do
        if late "$home" "$quarter"; then [ "$which" = late ] || continue; else [ "$which" = early ] || continue; fi
        meet "$home"
        return=$(ask "$home" .record return open "2025-Q$quarter" --set service="$(title "$home")" \
            --set "successes=People come by themselves now")
        as "$home" return prepare "$return" >/dev/null
        as "$home" return submit "$return" >/dev/null
        meet "$home"
    done
}

returns_in() { ask "$1" ".[] | select(.state == \"$2\") | .record" return list; }

review() {
    local quarter=$1 council=$2 return
    hand_in "$quarter" late "$council"
    meet "$council-reviewer"
    for return in $(returns_in "$council-reviewer" submitted); do
        as "$council-reviewer" return review "$return" >/dev/null
        as "$council-reviewer" return accept "$return" --reply "Thank you. It goes into the neighbourhood plan." >/dev/null
    done
    meet "$council-reviewer"
}

agree() {
    local council=$1 return home
    meet "$council-champion"
    for return in $(returns_in "$council-champion" accepted); do
        as "$council-champion" return approve "$return" >/dev/null
        as "$council-champion" return publish "$return" >/dev/null
    done
    meet "$council-champion" "$council-cabinet"
    for return in $(returns_in "$council-cabinet" published); do
        as "$council-cabinet" return endorse "$return" >/dev/null 2>&1 || true
    done
    meet "$council-cabinet"
    for home in $(of "$council"); do meet "$home"; done
}

source "$scripts/demo-year-story.sh"
