# The project's own PostgreSQL cluster: one per folder, reached through a Unix socket only (so it takes no port and meets
# nobody else's server). The machine's default cluster is neither used nor stopped.
#
# PostgreSQL refuses to run as root. Root therefore runs it as the distribution's own user, with the data under that
# user's home, since it may not be able to enter the checkout; anybody else keeps the data in .local/postgres.

as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

# Says where data, log and socket are; needs the package installed.
locate_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        PG_HOME="/var/lib/postgresql/samlad-$KEY"
        PG_SOCKET="$PG_HOME/socket"
    else
        PG_HOME="$LOCAL/postgres"
        PG_SOCKET="$SOCKETS"
    fi
    PG_DATA="$PG_HOME/data"
    PG_LOG="$PG_HOME/log"
    local version
    if as_postgres test -f "$PG_DATA/PG_VERSION"; then
        version=$(as_postgres cat "$PG_DATA/PG_VERSION")
    else
        version=$(newest_postgres_with_postgis)
    fi
    PG_BIN="/usr/lib/postgresql/$version/bin"
    [ -x "$PG_BIN/postgres" ] || give_up "The data in $PG_DATA was made by PostgreSQL $version, which is no longer installed." \
        "Install postgresql-$version and postgresql-$version-postgis-3, or move that folder away to begin afresh."
}

newest_postgres_with_postgis() {
    local control
    for control in /usr/share/postgresql/*/extension/postgis.control; do
        basename "$(dirname "$(dirname "$control")")"
    done | sort -n | tail -1
}

make_cluster() {
    as_postgres test -f "$PG_DATA/PG_VERSION" && return
    step "Making the project's own PostgreSQL cluster in $PG_HOME"
    # A folder without PG_VERSION is one that an interrupted start left half made.
    as_postgres rm -rf "$PG_DATA" "$PG_DATA.new"
    as_postgres mkdir -p -m 700 "$PG_HOME" "$PG_SOCKET"
    # The superuser is whoever owns the server process, let in by the kernel's word (peer); everyone else has a password.
    as_postgres "$PG_BIN/initdb" --pgdata "$PG_DATA.new" --locale C.UTF-8 --encoding UTF8 --username postgres \
        --auth-local peer --auth-host reject >/dev/null
    # shellcheck disable=SC2016 # expanded by the inner shell
    as_postgres sh -c 'printf "local all postgres peer map=owner\nlocal all all scram-sha-256\n" >"$1/pg_hba.conf"
        printf "owner %s postgres\n" "$(id -un)" >"$1/pg_ident.conf"' sh "$PG_DATA.new"
    as_postgres mv "$PG_DATA.new" "$PG_DATA"
}

start_postgres() {
    locate_postgres
    make_cluster
    as_postgres "$PG_BIN/pg_ctl" --pgdata "$PG_DATA" status >/dev/null 2>&1 && return
    forget_recycled_pid
    step "Starting the project's own PostgreSQL"
    as_postgres "$PG_BIN/pg_ctl" --pgdata "$PG_DATA" --log "$PG_LOG" --wait --timeout 120 --silent \
        --options "-c listen_addresses='' -c unix_socket_directories='$PG_SOCKET' -c shared_buffers=512MB" start 7>&- 8>&- 9>&- || {
        as_postgres tail -n 15 "$PG_LOG" >&2
        give_up "PostgreSQL did not start. The end of its log stands above." \
            "If the data is not worth keeping:  rm -rf '$PG_HOME'  and start again."
    }
}

stop_postgres() {
    locate_postgres
    as_postgres "$PG_BIN/pg_ctl" --pgdata "$PG_DATA" status >/dev/null 2>&1 || return 0
    as_postgres "$PG_BIN/pg_ctl" --pgdata "$PG_DATA" --mode fast --wait --silent stop
}

# After a power cut the number in postmaster.pid may belong to some other program, and PostgreSQL would refuse to start.
forget_recycled_pid() {
    local pid
    pid=$(as_postgres head -n 1 "$PG_DATA/postmaster.pid" 2>/dev/null) || return 0
    [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = postgres ] || as_postgres rm -f "$PG_DATA/postmaster.pid"
}

create_database() {
    own_postgres_wanted || return 0
    # Sent over standard input: the postgres user may not be able to read the checkout.
    PGHOST="$PG_SOCKET" PGUSER=postgres PGDATABASE=postgres SAMLAD_TESTS=yes \
        as_postgres bash -s <"$ROOT/bin/create-database" >"$LOCAL/create-database.log" 2>&1 || {
        cat "$LOCAL/create-database.log" >&2
        give_up "The roles and the database could not be made." "What PostgreSQL said stands above."
    }
}
