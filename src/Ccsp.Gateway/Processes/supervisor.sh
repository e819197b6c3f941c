#!/bin/sh
# Direct parent of one agent CLI. It outlives the gateway: it runs the CLI on files of the run folder, keeps the hard deadline and records how the CLI ended.
#
#   setsid sh supervisor.sh ENV SLEEP SYNC RMDIR [HOME GROUP]
#
# It is started ahead of the run, because entering a cgroup takes milliseconds. stdin tells it what to run, word by word (FOLDER DEADLINE GRACE
# LEASE DIRECTORY [LIMITGROUP...] -- [NAME=VALUE...] -- COMMAND [ARGUMENT...]), and is its gate. No word is ever an argument of a program but the CLI's own.
#
# FOLDER holds stdin, stdout, stderr, supervisor.log, gate, jobs and exit.json, all made beforehand, so that a full disk cannot stop the
# bookkeeping: the last three are overwritten in place.
# LEASE is the file that says until when, in seconds since boot, the run may go on; empty where nobody else could take the run over.
# GRACE is the time in seconds between TERM and KILL once the deadline passed; ENV is env(1) with --default-signal, or empty; HOME is the cgroup of
# the gateway, and GROUP the one whose processes are the run.
set -u
# The one word needed after the variables of the run are set; a name no run has.
CCSP_SUPERVISOR_ENV=$1 sleep=$2 sync=$3 rmdir=$4 home=${5-} group=${6-}
set --

give_up() {
    if [ -n "$group" ]; then
        printf '0\n' >"$home/cgroup.procs" && "$rmdir" "$group"
    fi
    exit 75
}

# A child is born where its parent is. The supervisor leaves as soon as it has one.
[ -z "$group" ] || printf '0\n' >"$group/cgroup.procs" || give_up

# A word is preceded by the number of its lines. Nothing in it is looked at.
newline='
'
while read -r lines && [ "$lines" != 0 ]; do
    IFS= read -r word || give_up
    while [ "$lines" -gt 1 ]; do
        IFS= read -r line || give_up
        word=$word$newline$line lines=$((lines - 1))
    done
    set -- "$@" "$word"
done

# The start gate. Without the word the gateway died before it knew of this process, and the CLI must never have existed.
read -r word || give_up
[ "$word" = go ] || give_up
folder=$1 deadline=$2 grace=$3 lease=$4 directory=$5
shift 5
exec </dev/null >/dev/null 2>>"$folder/supervisor.log"
# Whoever tells a gateway something by the name of its folder tells its supervisors too, and the run would have nobody who knows how it ended. A trap,
# unlike a signal that is ignored, is not passed on to the CLI. Not before the gate: it would end a `read` that waits.
trap : HUP QUIT USR1 USR2 ALRM
printf '%-31s\n' opened 1<>"$folder/gate"

# The limits of process $1 that can be the mark the gateway put on this one. Every descendant has it, whatever session and environment it made for
# itself. Sets $marks.
read_marks() {
    marks=
    while read -r line; do
        case $line in
            'Max file locks '*[0-9]* | 'Max realtime timeout '*[0-9]*) marks=$marks$line$newline ;;
        esac
    done <"/proc/$1/limits"
}

# Whether process $1 is one of the run. After its name in brackets: state, parent, group, session, which this script leads.
is_of_run() {
    pid=$1
    [ "$pid" != $$ ] || return 1
    { read -r line <"/proc/$pid/stat"; } 2>/dev/null || return 1
    # shellcheck disable=SC2086 # split on purpose
    set -- ${line##*) }
    [ "$1" != Z ] || return 1
    [ "$4" != $$ ] || return 0
    [ -n "$tag" ] || return 1
    read_marks "$pid" 2>/dev/null
    [ "$marks" = "$tag" ]
}

# What was forked between a look and its kill is found by the next look.
kill_tree() {
    if [ -n "$group" ]; then
        printf '1\n' >"$group/cgroup.kill"
        return
    fi
    read_marks $$
    tag=$marks looks=20 found=true
    while "$found" && [ "$looks" -gt 0 ]; do
        found=false looks=$((looks - 1))
        for process in /proc/[0-9]*; do
            if is_of_run "${process#/proc/}" && kill -KILL "$pid" 2>/dev/null; then found=true; fi
        done
    done
}

# Background, because only `wait` can be interrupted by the deadline. A background list starts with INT and QUIT ignored, and the runtime of the
# gateway ignores PIPE: env gives the CLI the default signals back, but would take a path with an equals sign for a variable.
# O_APPEND keeps two writers from overwriting each other.
(
    while [ "$1" != -- ]; do
        printf '0\n' >"$1/cgroup.procs" || exit 126
        shift
    done
    shift
    cd "$directory" || exit 126
    unset LC_ALL PWD OLDPWD
    while [ "$1" != -- ]; do
        # `command`, because a name the shell does not give away, such as PPID in bash, would end it.
        # shellcheck disable=SC2163 # the word is NAME=VALUE
        command export "$1"
        shift
    done 2>/dev/null
    shift
    case $1 in
        *=*) exec "$@" ;;
    esac
    if [ -n "$CCSP_SUPERVISOR_ENV" ]; then exec "$CCSP_SUPERVISOR_ENV" --default-signal "$@"; fi
    exec "$@"
) <"$folder/stdin" >>"$folder/stdout" 2>>"$folder/stderr" &
cli=$!
# Before the pid is told: who knows it may kill the group.
[ -z "$group" ] || printf '0\n' >"$home/cgroup.procs"
printf '%-31s\n' "$cli" 1<>"$folder/gate"

# Sets for how many seconds there is nothing to do; false when one of the two ends has come, and says which.
# The gateway moves the end of the lease forward as long as it holds it. Three seconds before that end nothing of the run may be alive any more,
# because after it somebody else may start the next one.
time_left() {
    ended=deadline rest=$deadline
    if [ -z "$lease" ]; then
        [ -z "$alarm" ]
        return
    fi
    read -r up _ </proc/uptime
    up=${up%.*}
    : "${began:=$up}"
    rest=$((began + ${deadline%.*} - up))
    [ "$rest" -gt 0 ] || return 1
    { read -r end <"$lease"; } 2>/dev/null || end=0
    end=$((end - 3 - up)) ended=lease
    [ "$end" -gt 0 ] || return 1
    [ "$end" -ge "$rest" ] || rest=$end
}

# With a trap for CHLD the end of either child ends the `wait` for the other.
trap : CHLD
alarm='' deadline_passed=false lease_ended=false
# An alarm that rings before `wait` begins is not heard. Where no time is left there is none, and nothing to wait for.
late=false
if time_left; then
    "$sleep" "$rest" &
    alarm=$!
else
    late=true
fi
while
    "$late" || wait "$cli"
    kill -0 "$cli" 2>/dev/null
do
    late=false
    [ -n "$alarm" ] && kill -0 "$alarm" 2>/dev/null && continue
    if time_left; then
        "$sleep" "$rest" &
        alarm=$!
        continue
    fi
    case $ended in
        deadline) deadline_passed=true ;;
        lease) lease_ended=true grace=1 ;;
    esac
    kill -TERM "$cli" 2>/dev/null
    steps=$((grace * 5))
    while [ "$steps" -gt 0 ] && kill -0 "$cli" 2>/dev/null; do
        "$sleep" 0.2
        steps=$((steps - 1))
    done
    kill_tree
done
wait "$cli"
status=$?
kill "$alarm" 2>/dev/null

# $? alone cannot tell `exit 143` from a death by TERM; the job table can ("Done(143)" against "Terminated").
jobs %1 1<>"$folder/jobs"
IFS= read -r how <"$folder/jobs"
kind=code
case $how in
    *Done*) ;;
    *) if [ "$status" -gt 128 ]; then kind=signal status=$((status - 128)); fi ;;
esac
# One write over as many blanks: readers see none of it or all of it.
printf '%-127s\n' "{\"$kind\":$status,\"deadline\":$deadline_passed,\"lease\":$lease_ended}" 1<>"$folder/exit.json"

# After the record, because nobody who waits for the end has to wait for the disk. In place of the script, because whoever clears away what is
# left of the run spares the supervisor and not its children.
exec "$sync" -d "$folder/stdout" "$folder/stderr" "$folder/exit.json"
