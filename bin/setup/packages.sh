# What the distribution provides. Asks for the thing itself (a program, a library), not for a package's name, so that
# a machine which has it from elsewhere is left alone. Installs with apt on Debian and Ubuntu, otherwise says what to do.

MISSING=()
REASONS=()

has_command() { command -v "$1" >/dev/null 2>&1; }
has_library() { /sbin/ldconfig -p | grep -F "$1.so" >/dev/null; } # grep -q would break the pipe, and pipefail the answer
has_file() { compgen -G "$1" >/dev/null; }
has_fonts() { [ -n "$(fc-list 2>/dev/null)" ]; }

# want PACKAGE WHAT-FOR CHECK…: remembers PACKAGE unless CHECK succeeds.
want() {
    local package="$1" reason="$2"
    shift 2
    "$@" >/dev/null || { MISSING+=("$package"); REASONS+=("$package: $reason"); }
}

want_for_running() {
    want python3-venv "Python 3.11 or newer that can make a virtual environment" find_python
    want postgresql "the database" has_file '/usr/lib/postgresql/*/bin/initdb'
    want postgresql-postgis "the database's map extension, PostGIS" has_file '/usr/share/postgresql/*/extension/postgis.control'
    want redis-server "the queue between web server and worker" has_command redis-server
    want gdal-bin "reads map files of any kind (brings GDAL, GEOS and PROJ)" has_library libgdal
    want libpango-1.0-0 "sets the text of the PDF" has_library libpango-1.0
    want libpangoft2-1.0-0 "sets the text of the PDF" has_library libpangoft2-1.0
    want libharfbuzz-subset0 "keeps the fonts in the PDF small" has_library libharfbuzz-subset
    want fontconfig "finds fonts for the PDF" has_command fc-list
    want fonts-dejavu-core "the font used where Inter lacks a sign" has_fonts
    want gettext "compiles the translations" has_command msgfmt
}

want_for_testing() {
    want chromium "the browser of the browser tests" has_browser
    want gdal-bin "makes the tests' map files" has_command ogr2ogr
    want poppler-utils "reads the text and the pages of a PDF" has_command pdftotext
    want default-jdk-headless "runs the PDF validator, veraPDF" has_command javac
    want shellcheck "checks the shell scripts" has_command shellcheck
    want libjaxb-java "the XML library the PDF validator needs" has_file '/usr/share/java/jaxb-runtime.jar'
}

want_for_benchmarks() {
    want wrk "sends the load" has_command wrk
}

# Ubuntu's chromium package is a snap, which does not run everywhere; there Playwright's own build is tried instead.
has_browser() {
    has_command chromium || has_command google-chrome || grep -q '^ID=ubuntu' /etc/os-release
}

install_missing_packages() {
    [ ${#MISSING[@]} -gt 0 ] || return 0
    step "Installing from the distribution: ${MISSING[*]}"
    note "${REASONS[@]}"
    local install=(apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 "${MISSING[@]}")
    has_command apt-get || give_up "This machine has no apt-get, so the packages above cannot be installed from here." \
        "Install what they stand for with the machine's own package manager and start again."
    local root_do=()
    if [ "$(id -u)" -ne 0 ]; then
        has_command sudo || give_up "Installing needs root, and there is no sudo here." \
            "As root:  apt-get update && ${install[*]}" "and then start again as yourself."
        root_do=(sudo)
        note "sudo may ask for your password."
    fi
    local log
    log=$(mktemp)
    "${root_do[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update >"$log" 2>&1 ||
        note "The package lists could not be refreshed; trying with those the machine has."
    "${root_do[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" >>"$log" 2>&1 || {
        grep -E '^(E|W|Err):?' "$log" >&2 || tail -n 20 "$log" >&2
        give_up "The distribution's packages could not be installed. What apt-get said stands above (all of it: $log)." \
            "Mend that, or install them by hand:  ${install[*]}"
    }
    rm -f "$log"
    MISSING=() REASONS=()
    hash -r
}
