# What the commands say: one line per step, and one plain explanation when a step cannot go on.
# Sourced by bin/run, bin/test, bin/bench and bin/services.

STEP="getting started"

step() {
    STEP="$1"
    printf '» %s\n' "$1"
}

note() {
    printf '  %s\n' "$@"
}

# give_up WHAT [HOW TO MEND IT…]: says both on standard error and ends the command.
give_up() {
    trap - ERR
    printf '\n✗ %s\n' "$1" >&2
    shift
    [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
    exit 1
}

# A step nobody foresaw failing: the command's own message stands above, this says where we were.
trap 'give_up "This step failed: $STEP" "What the failing command said stands above."' ERR
