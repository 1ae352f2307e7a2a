# What is done for the application before it starts: translations, tables, demo municipality, static files.

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

# Loads the demo municipality the first time; says a login per role every time.
load_demo() {
    step "Seeing to the demo municipality"
    manage load_demo | tee "$LOCAL/logins"
}

# Hashed and compressed copies for the web server, made anew when a source has changed.
collect_static_files() {
    local stamp="$STATIC_ROOT/.collected"
    if [ -e "$stamp" ] && [ -z "$(find "$ROOT/static" "$ROOT"/*/static "$VENV/installed-from" \
        "$ROOT/node_modules/.installed-from" -newer "$stamp" -print -quit 2>/dev/null)" ]; then return; fi
    step "Collecting the static files"
    manage collectstatic --no-input --clear --verbosity 0
    touch "$stamp"
}
