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

migrate() {
    step "Bringing the database's tables up to date"
    DATABASE_URL="$OWNER_DATABASE_URL" manage migrate --no-input --verbosity 0
}

# Loads the demo municipality the first time; leaves a login per role in .local/logins every time.
load_demo() {
    step "Seeing to the demo municipality (the first time it takes a minute)"
    manage load_demo >"$LOCAL/logins"
}
