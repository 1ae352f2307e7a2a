# The pinned front-end packages, served straight out of node_modules. npm is needed to fetch them, Node never runs after that.

front_end_packages() {
    local stamp="$ROOT/node_modules/.installed-from" sum
    sum=$(sha256sum <"$ROOT/package-lock.json" | cut -c1-64)
    [ "$(cat "$stamp" 2>/dev/null)" = "$sum" ] && return
    has_command npm || npm_from_python
    step "Fetching the front-end packages of package-lock.json (hashes checked)"
    (cd "$ROOT" && npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel error >/dev/null) ||
        give_up "The front-end packages could not be fetched." \
            "The machine must reach an npm registry (npm's usual settings apply)."
    echo "$sum" >"$stamp"
    rm -rf "$LOCAL/node"
}

# A machine without npm: Node comes as a Python wheel, in a virtual environment that is thrown away afterwards.
npm_from_python() {
    local node="$LOCAL/node"
    if [ ! -x "$node/bin/npm" ]; then
        step "No npm on this machine: fetching Node.js as a Python package (hashes checked)"
        "$(find_python)" -m venv "$node"
        "$node/bin/python" -m pip install --quiet --quiet --disable-pip-version-check --require-hashes --no-deps \
            -r "$ROOT/requirements-node.txt" || give_up "Node.js could not be fetched." \
            "Install npm (Debian package: npm) and start again."
    fi
    PATH="$node/bin:$PATH"
}
