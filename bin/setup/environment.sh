# The environment the application is started with. Secrets are made once and kept in .local/secrets; everything else is
# worked out at every start and written to .local/env (both readable by their owner alone), so that ./manage.py and the
# tests find the same servers. What the caller has set in the environment wins.

random_secret() { od -An -N32 -tx1 /dev/urandom | tr -d ' \n'; }

make_secrets() {
    [ -s "$LOCAL/secrets" ] && return
    step "Making this folder's own secrets (.local/secrets)"
    local name
    for name in SECRET_KEY SAMLAD_OWNER_PASSWORD SAMLAD_APP_PASSWORD SAMLAD_BACKUP_PASSWORD; do
        echo "$name=$(random_secret)"
    done >"$LOCAL/secrets.new"
    mv "$LOCAL/secrets.new" "$LOCAL/secrets"
}

write_environment() {
    umask 077
    socket_folder
    make_secrets
    local given_key="${SECRET_KEY:-}"
    # shellcheck source=/dev/null
    . "$LOCAL/secrets"
    export SECRET_KEY="${given_key:-$SECRET_KEY}" SAMLAD_OWNER_PASSWORD SAMLAD_APP_PASSWORD SAMLAD_BACKUP_PASSWORD
    GIVEN_DATABASE_URL="${DATABASE_URL:-}" GIVEN_REDIS_URL="${REDIS_URL:-}"
    own_postgres_wanted || [ -n "${OWNER_DATABASE_URL:-}" ] || give_up \
        "DATABASE_URL is set, but OWNER_DATABASE_URL is not." \
        "The application's role may not change tables, so migrations need the owner's. docs/operations.md shows both."
    if own_postgres_wanted; then
        locate_postgres
        export DATABASE_URL="postgis://samlad_app:$SAMLAD_APP_PASSWORD@/$PG_SOCKET/samlad"
        export OWNER_DATABASE_URL="postgis://samlad_owner:$SAMLAD_OWNER_PASSWORD@/$PG_SOCKET/samlad"
        export BACKUP_DATABASE_URL="postgis://samlad_backup:$SAMLAD_BACKUP_PASSWORD@/$PG_SOCKET/samlad"
    fi
    export REDIS_URL="${REDIS_URL:-unix://$SOCKETS/redis.sock}"
    export DEBUG="${DEBUG:-False}" STATIC_COLLECTED="${STATIC_COLLECTED:-False}"
    export STATIC_ROOT="${STATIC_ROOT:-$LOCAL/static}"
    # Made-up people on one's own machine sign in with a password alone.
    export MFA_REQUIRED="${MFA_REQUIRED:-False}"
    mkdir -p "$STATIC_ROOT"
    export ALLOWED_HOSTS="${ALLOWED_HOSTS:-localhost,127.0.0.1}"
    local name
    for name in SECRET_KEY DATABASE_URL OWNER_DATABASE_URL BACKUP_DATABASE_URL REDIS_URL DEBUG STATIC_COLLECTED STATIC_ROOT \
        ALLOWED_HOSTS MFA_REQUIRED; do
        echo "$name=${!name:-}"
    done >"$LOCAL/env.new"
    mv "$LOCAL/env.new" "$LOCAL/env"
    umask 022
}
