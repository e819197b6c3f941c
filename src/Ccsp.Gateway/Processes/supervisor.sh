#!/bin/sh
# Direct parent of one agent CLI. It outlives the gateway: it runs the CLI on files of the run folder, keeps the hard deadline and records how the CLI ended.
#
#   setsid timeout --foreground -s USR1 DEADLINE sh supervisor.sh FOLDER GRACE ENV SLEEP SYNC MV KILLFILE [CGROUP...] -- COMMAND [ARGUMENT...]
#
# FOLDER holds stdin, stdout, stderr, supervisor.log, gate, exit.tmp and synced, all made beforehand, so that a full disk cannot stop the
# bookkeeping: the last three are overwritten in place.
# GRACE is the time in seconds between TERM and KILL once the deadline passed; ENV is env(1) with --default-signal, or empty.
set -u
folder=$1 grace=$2 env=$3 sleep=$4 sync=$5 mv=$6 killfile=$7
shift 7

# The start gate. Without the word the gateway died before it knew of this process, and the CLI must never have existed.
read -r word || exit 75
[ "$word" = go ] || exit 75
exec </dev/null >/dev/null 2>>"$folder/supervisor.log"
printf '%-31s\n' opened 1<>"$folder/gate"

kill_tree() {
    if [ -n "$killfile" ]; then
        printf '1\n' >"$killfile"
        return
    fi
    for stat in /proc/[0-9]*/stat; do
        { read -r line <"$stat"; } 2>/dev/null || continue
        pid=${stat#/proc/} pid=${pid%/stat}
        # After the name in brackets: state, parent, group, session. The session's leader is timeout, our parent.
        # shellcheck disable=SC2086 # split on purpose
        set -- ${line##*) }
        [ "$4" = "$PPID" ] && [ "$pid" != "$PPID" ] && [ "$pid" != $$ ] && kill -KILL "$pid" 2>/dev/null
    done
}

# Background, because only `wait` can be interrupted by the deadline's signal. A background list starts with INT and QUIT ignored, and the
# runtime of the gateway ignores PIPE: env gives the CLI the default signals back. O_APPEND keeps two writers from overwriting each other.
(
    while [ "$1" != -- ]; do
        printf '0\n' >"$1/cgroup.procs" || exit 126
        shift
    done
    shift
    unset PWD OLDPWD
    if [ -n "$env" ]; then exec "$env" --default-signal "$@"; fi
    exec "$@"
) <"$folder/stdin" >>"$folder/stdout" 2>>"$folder/stderr" &
cli=$!
printf '%-31s\n' "$$ $cli" 1<>"$folder/gate"

alarm='' deadline=false
trap 'alarm=1' USR1
while :; do
    wait "$cli"
    status=$?
    [ -n "$alarm" ] || break
    alarm='' deadline=true
    kill -TERM "$cli" 2>/dev/null
    steps=$((grace * 5))
    while [ "$steps" -gt 0 ] && kill -0 "$cli" 2>/dev/null; do
        "$sleep" 0.2
        steps=$((steps - 1))
    done
    kill_tree
done

# $? alone cannot tell `exit 143` from a death by TERM; the job table can ("Done(143)" against "Terminated").
jobs 1<>"$folder/exit.tmp"
IFS= read -r how <"$folder/exit.tmp"
kind=code
case $how in
    *Done*) ;;
    *) if [ "$status" -gt 128 ]; then kind=signal status=$((status - 128)); fi ;;
esac
printf '%-127s\n' "{\"$kind\":$status,\"deadline\":$deadline}" 1<>"$folder/exit.tmp"
"$mv" "$folder/exit.tmp" "$folder/exit.json"

# After the record, because a gigabyte of output takes the disk seconds, and nobody who waits for the end has to wait for that.
"$sync" -d "$folder/stdout" "$folder/stderr" "$folder/exit.json" && printf '%-7s\n' yes 1<>"$folder/synced"
