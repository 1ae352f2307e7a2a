# Processes that an earlier bin/run in this folder started and could not stop, because it was killed outright.
# Every process it starts carries SAMLAD_RUN_IN=<folder> in its environment, which is how they are known again.

leftovers() {
    local environment pid
    for environment in /proc/[0-9]*/environ; do
        pid=${environment#/proc/} pid=${pid%/environ}
        if [ "$pid" -ne $$ ] && grep -qzxF "SAMLAD_RUN_IN=$ROOT" "$environment" 2>/dev/null; then echo "$pid"; fi
    done
}

stop_leftovers() {
    local found
    found=$(leftovers)
    [ -n "$found" ] || return 0
    step "Stopping what an earlier start left running"
    # shellcheck disable=SC2086 # a list of process numbers
    kill -TERM $found 2>/dev/null || true
    for _ in $(seq 100); do
        [ -n "$(leftovers)" ] || return 0
        sleep 0.1
    done
    # shellcheck disable=SC2046
    kill -KILL $(leftovers) 2>/dev/null || true
}
