# What is done for the application before it starts: translations, tables, demo municipality.

manage() { "$VENV/bin/python" "$ROOT/manage.py" "$@"; }

compile_translations() {
    local source compiled
    for source in "$ROOT"/locale/*/LC_MESSAGES/*.po; do
        [ -e "$source" ] || continue
        compiled="${source%.po}.mo"
        [ "$source" -nt "$compiled" ] || continue
        step "Compiling the translation ${source#"$ROOT"/}"
        msgfmt --check-format --output-file "$compiled" "$source"
    done
}

# What the migrations are and what the database says has been applied; the same as last time means nothing is to be done.
tables_now() {
    cat "$ROOT"/*/migrations/*.py "$ROOT/requirements.txt" | sha256sum
    as_postgres psql --host "$PG_SOCKET" --username postgres --no-psqlrc --tuples-only samlad \
        --command "SELECT count(*), max(applied) FROM django_migrations" 2>&1
}

migrate() {
    if own_postgres_wanted && [ "$(tables_now)" = "$(cat "$LOCAL/migrated" 2>/dev/null)" ]; then return; fi
    step "Bringing the database's tables up to date"
    DATABASE_URL="$OWNER_DATABASE_URL" manage migrate --no-input --verbosity 0
    rm -f "$LOCAL/logins"
    ! own_postgres_wanted || tables_now >"$LOCAL/migrated"
}

# Loads the demo municipality once; .local/logins then holds a login per role.
load_demo() {
    [ ! -s "$LOCAL/logins" ] || return 0
    step "Loading the demo municipality (the first time it takes a minute)"
    manage load_demo >"$LOCAL/logins.new"
    mv "$LOCAL/logins.new" "$LOCAL/logins"
}
