# The project's own Redis: the wake-up call between web server and worker, reached through a Unix socket only.
# Appending every change and refusing to evict keeps the queue over a crash; the truth is in PostgreSQL all the same.

own_redis() { redis-cli -s "$SOCKETS/redis.sock" "$@" 2>/dev/null; }

start_redis() {
    [ "$(own_redis ping)" = PONG ] && return
    step "Starting the project's own Redis"
    mkdir -p "$LOCAL/redis"
    rm -f "$SOCKETS/redis.sock"
    redis-server --port 0 --unixsocket "$SOCKETS/redis.sock" --unixsocketperm 700 --dir "$LOCAL/redis" \
        --appendonly yes --save "" --maxmemory-policy noeviction --logfile "$LOCAL/redis/log" \
        --daemonize yes >/dev/null 7>&- 8>&- 9>&-
    for _ in $(seq 100); do
        [ "$(own_redis ping)" = PONG ] && return
        sleep 0.1
    done
    tail -n 15 "$LOCAL/redis/log" >&2
    give_up "Redis did not start. The end of its log stands above." \
        "Its data is only a queue; to begin afresh:  rm -rf '$LOCAL/redis'  and start again."
}

stop_redis() { own_redis shutdown >/dev/null || true; }
