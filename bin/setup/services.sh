# PostgreSQL and Redis are shared by every command running in this folder: each holds a lock while it needs them, and
# the last to let go stops them. The kernel drops the lock of a killed process, so nothing has to be cleaned up after one.
# `bin/services start` leaves a note that they are to stay up.
#
# Descriptors: 9 is that lock, 8 the one held while setting up, 7 bin/run's own. Whatever outlives a command must not inherit them.

# Unix socket paths hold about 107 characters, fewer than some checkouts' paths; then a folder under /tmp is used.
socket_folder() {
    SOCKETS="$LOCAL/sockets"
    if [ ${#SOCKETS} -gt 85 ] || [[ "$SOCKETS" =~ [^A-Za-z0-9/._-] ]]; then
        SOCKETS="/tmp/samlad-$(id -u)-$KEY"
    fi
    (umask 077 && mkdir -p "$SOCKETS")
    [ -O "$SOCKETS" ] || give_up "$SOCKETS belongs to somebody else." "Remove it and start again."
}

own_postgres_wanted() { [ -z "${GIVEN_DATABASE_URL:-}" ]; }
own_redis_wanted() { [ -z "${GIVEN_REDIS_URL:-}" ]; }

hold_services() {
    exec 9>"$LOCAL/services.lock"
    flock --shared 9
    ! own_postgres_wanted || start_postgres
    ! own_redis_wanted || start_redis
}

let_go_of_services() {
    [ -e "/proc/$$/fd/9" ] || return 0 # never got as far as taking the lock
    [ ! -e "$LOCAL/keep-services" ] || return 0
    flock --exclusive --nonblock 9 || return 0
    ! own_redis_wanted || stop_redis
    ! own_postgres_wanted || stop_postgres
}
