# shellcheck shell=sh
# ./test --mutants: small slips are put into the product one at a time, and the tests must see them. Sourced by ./test.

ROOMS="Tasks Gates Engines/Endings Logins Configuration"

# mutants [ROOM...]: measures these folders of src/Ccsp.Gateway, or all five, in one run.
mutants() {
    # shellcheck disable=SC2086 # a list of words
    [ $# -gt 0 ] || set -- $ROOMS
    for room; do
        case " $ROOMS " in
            *" ${room%/} "*) ;;
            *) die "$room has no tests for mutants yet. Choose among: $ROOMS" ;;
        esac
    done
    report=$PWD/artifacts/mutants/$(echo "$*" | tr ' /' '-.')
    rm -rf "$report"
    mkdir -p "$report"
    say "Restoring Stryker …"
    dotnet tool restore >"$report/restore.log" 2>&1 || die "dotnet could not restore Stryker; see $report/restore.log"
    say "Making and running mutants of $* (half an hour or more; it may run in the background) …"
    report=$report rooms=$* sh -ec '
        cd tests/Ccsp.Mutants
        for room in $rooms; do set -- "$@" --mutate "$room/**/*.cs"; done
        # The analyzers have looked at these sources already.
        export RunAnalyzers=false
        exec nice -n 15 dotnet stryker --config-file stryker-config.yaml --output "$report" --skip-version-check "$@"
    ' mutants >"$report/stryker.log" 2>&1 || {
        tail -n 20 "$report/stryker.log" >&2
        die "Stryker ended early; the whole log is $report/stryker.log"
    }
    node tests/Ccsp.Mutants/scores.mjs "$report/reports/mutation-report.json" "$@"
    say "Each mutant in its place: $report/reports/mutation-report.html"
}
