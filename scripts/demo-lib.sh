# SPDX-License-Identifier: Apache-2.0
# What the steps of the demonstration share. Sourced by scripts/demo: needs bin and work.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' plain=$'\e[0m'; else bold="" plain=""; fi
failures=0

chapter() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
tell() { printf '  %s\n' "$1"; }

# as PERSON COMMAND …: runs keeplocal on that person's device; what it remarks goes to a log.
as() {
    local person=$1
    shift
    KEEPLOCAL_HOME="$work/$person" "$bin/keeplocal" "$@" 2>>"$work/$person.log"
}

# typed WORD …: the words as a person would type them, in quotes where the shell needs them.
typed() {
    local word line=""
    for word in "$@"; do
        case $word in
            "" | *[!A-Za-z0-9_./:=@%+,-]*)
                word=${word//\\/\\\\}
                word=${word//\"/\\\"}
                word=${word//\$/\\\$}
                word=\"${word//\`/\\\`}\"
                ;;
        esac
        line+=" $word"
    done
    printf '%s' "${line# }"
}

# see EXIT-CODE PERSON COMMAND …: runs it, prints what that person sees, and checks the exit code.
see() {
    local expected=$1 person=$2 code=0 output
    shift 2
    printf '\n  %s$ keeplocal %s\n' "$person" "$(typed "$@")"
    output=$(KEEPLOCAL_HOME="$work/$person" "$bin/keeplocal" "$@" 2>&1) || code=$?
    # Not indented: what the program prints fills 80 columns.
    printf '%s\n' "$output"
    must_be "exit code of: $person$ keeplocal $(typed "$@")" "$expected" "$code"
}

# meet PERSON …: syncs one after the other; open conflicts are no surprise here.
meet() {
    local person code
    for person in "$@"; do
        code=0
        as "$person" sync >/dev/null || code=$?
        case $code in 0 | 3) ;; *) must_be "exit code of: $person$ keeplocal sync" "0 or 3" "$code" ;; esac
    done
}

must_be() {
    if [ "$2" != "$3" ]; then
        printf '  NOT AS IT MUST BE: %s: expected %s, found %s\n' "$1" "$2" "$3"
        failures=$((failures + 1))
    fi
}

# ask PERSON JQ COMMAND …: one value out of a command's JSON.
ask() {
    local person=$1 filter=$2
    shift 2
    as "$person" "$@" --json | jq -r "$filter"
}

start_server() {
    "$bin/keeplocald" serve --data "$work/server" --port "${port:-0}" >"$work/serve.out" 2>>"$work/serve.log" &
    server_pid=$!
    url=""
    for _ in $(seq 100); do
        url=$(sed -n 's/^listening on //p' "$work/serve.out" | head -n 1)
        [ -z "$url" ] || break
        kill -0 "$server_pid" 2>/dev/null || { cat "$work/serve.log" >&2; exit 1; }
        sleep 0.1
    done
    port=${url##*:}
}

stop_server() {
    kill -TERM "$server_pid"
    wait "$server_pid" 2>/dev/null || true
    server_pid=""
}
