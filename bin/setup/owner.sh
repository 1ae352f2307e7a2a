# Who runs it. PostgreSQL refuses to run as root, and files made by root in somebody's checkout lock them out,
# so root in another person's folder becomes that person once the distribution's packages are in place.

# become_owner COMMAND [ARGUMENTS…]: starts COMMAND again as the folder's owner when root works in somebody else's folder.
become_owner() {
    local owner home
    if [ "$(id -u)" -eq 0 ]; then
        owner=$(stat -c %U "$ROOT")
        case "$owner" in root | UNKNOWN) return ;; esac
        runuser -u "$owner" -- test -w "$ROOT" || return 0
        home=$(getent passwd "$owner" | cut -d: -f6)
        note "This folder belongs to $owner: going on as $owner rather than as root."
        exec runuser -u "$owner" -- env HOME="$home" USER="$owner" LOGNAME="$owner" "$@"
    fi
}

# Folders an earlier start as root left behind cannot be mended from here; say so before anything fails halfway.
refuse_foreign_files() {
    local path
    for path in "$ROOT" "$ROOT/.local" "$ROOT/.venv" "$ROOT/node_modules"; do
        if [ -e "$path" ] && [ ! -w "$path" ]; then
            give_up "$path cannot be written by $(id -un): it belongs to $(stat -c %U "$path")." \
                "Give the folder to yourself:  sudo chown -R $(id -un) '$ROOT'" \
                "or clone the repository again into a folder of your own."
        fi
    done
}
