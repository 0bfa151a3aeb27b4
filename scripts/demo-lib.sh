# SPDX-License-Identifier: Apache-2.0
# What the steps of the demonstration share. Sourced by scripts/demo: needs bin and work.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' plain=$'\e[0m'; else bold="" plain=""; fi
failures=0

chapter() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
tell() { printf '  %s\n' "$1"; }

# as PERSON COMMAND …: runs keeplocal on that person's device.
as() {
    local person=$1
    shift
    KEEPLOCAL_HOME="$work/$person" "$bin/keeplocal" "$@" 2>>"$work/$person.log"
}

# show PERSON COMMAND …: the same, printed as that person sees it; any exit code may be meant.
show() {
    local person=$1 code=0
    shift
    printf '\n  %s$ keeplocal %s\n' "$person" "$*"
    KEEPLOCAL_HOME="$work/$person" "$bin/keeplocal" "$@" 2>&1 | sed 's/^/    /' || code=$?
    return 0
}

# code_of EXPECTED PERSON COMMAND …: runs, and checks the exit code.
code_of() {
    local expected=$1 person=$2 code=0
    shift 2
    as "$person" "$@" >/dev/null || code=$?
    must_be "exit code of: keeplocal $*" "$expected" "$code"
}

must_be() {
    if [ "$2" != "$3" ]; then
        printf '  NOT AS IT MUST BE: %s: expected %s, found %s\n' "$1" "$2" "$3"
        failures=$((failures + 1))
    fi
}

start_server() {
    "$bin/keeplocald" serve --data "$work/server" --port "${port:-0}" >"$work/serve.out" 2>>"$work/serve.log" &
    server_pid=$!
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
