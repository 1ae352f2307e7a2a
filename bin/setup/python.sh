# The virtual environment, filled from hash-locked requirements and only when the lock has changed.

# Prints the first Python that is new enough and can make a virtual environment; fails when there is none.
find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# python_environment LOCK: .venv holds what LOCK (requirements.txt or requirements-test.txt) says.
python_environment() {
    local lock="$ROOT/$1" stamp="$VENV/installed-from" sum
    sum=$(sha256sum <"$lock" | cut -c1-64)
    if [ -d "$VENV" ] && ! "$VENV/bin/python" -c "import pip" 2>/dev/null; then
        note "The old .venv no longer runs (the machine's Python changed?): making it anew."
        rm -rf "$VENV"
    fi
    if [ ! -d "$VENV" ]; then
        step "Making .venv with $("$(find_python)" --version)"
        "$(find_python)" -m venv "$VENV"
    fi
    grep -qsx "$sum" "$stamp" && return
    step "Installing the Python packages of $1 (hashes checked)"
    "$VENV/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock" ||
        give_up "The Python packages could not be installed." \
            "The machine must reach a Python package registry (pip's usual settings apply) and its clock be right."
    # The test lock holds all of the running lock, so a folder set up for tests needs nothing more for running.
    { echo "$sum"; [ "$1" = requirements.txt ] || sha256sum <"$ROOT/requirements.txt" | cut -c1-64; } >"$stamp"
}
