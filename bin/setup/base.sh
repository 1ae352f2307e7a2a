# Where things lie, and the parts of the set-up that every command shares. Sourced first by bin/run, test, bench and services.

set -Eeuo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
LOCAL="$ROOT/.local"
VENV="$ROOT/.venv"
# The same folder has the same key at every start; two clones on one machine never share a database.
KEY=$(printf %s "$ROOT" | sha256sum | cut -c1-12)
cd "$ROOT"

for part in words packages owner python frontend environment services postgres redis application ports leftovers; do
    # shellcheck source=/dev/null
    . "$ROOT/bin/setup/$part.sh"
done

# prepare COMMAND [ARGUMENTS…]: packages from the distribution and a writable folder; from here on nothing needs root.
# Starts COMMAND anew as the folder's owner if root ought not to go on.
prepare() {
    install_missing_packages
    become_owner "$@"
    refuse_foreign_files
    (umask 077 && mkdir -p "$LOCAL")
}

# set_up LOCK: Python and front-end packages, running servers, roles and an up-to-date database.
set_up() {
    exec 8>"$LOCAL/set-up.lock"
    flock --nonblock 8 || { note "Waiting for another command that is setting up this folder …"; flock 8; }
    python_environment "$1"
    front_end_packages
    write_environment
    hold_services
    create_database
    compile_translations
    exec 8>&-
}
