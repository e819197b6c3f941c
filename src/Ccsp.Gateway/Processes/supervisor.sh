#!/bin/sh
# Direct parent of one agent CLI. It outlives the gateway: it runs the CLI on files of the run folder, keeps the hard deadline and records how the CLI ended.
#
#   setsid sh supervisor.sh ENV SLEEP SYNC RMDIR [HOME GROUP]
#
# It is started before its run is known, because entering a cgroup takes milliseconds. It reads the run's arguments from stdin (FOLDER DEADLINE GRACE
# LEASE DIRECTORY [LIMITGROUP...] -- [NAME=VALUE...] -- COMMAND [ARGUMENT...]), which is also its gate. They become arguments of the CLI only.
#
# FOLDER contains stdin, stdout, stderr, supervisor.log, gate, jobs and exit.json, all created in advance, so that a full disk cannot prevent the
# bookkeeping: the last three are overwritten in place.
# LEASE is the file with the time, in seconds since boot, until which the run may go on; empty when no other instance could take over the run.
# GRACE is the time in seconds between TERM and KILL after the deadline; ENV is env(1) with --default-signal, or empty; HOME is the cgroup of
# the gateway, and GROUP the one whose processes are the run.
set -u
# The only variable needed after the run's variables are set; a name no run uses.
CCSP_SUPERVISOR_ENV=$1 sleep=$2 sync=$3 rmdir=$4 home=${5-} group=${6-}
set --

give_up() {
    if [ -n "$group" ]; then
        printf '0\n' >"$home/cgroup.procs" && "$rmdir" "$group"
    fi
    exit 75
}

# A child starts in its parent's cgroup; the supervisor leaves the group once the child exists.
[ -z "$group" ] || printf '0\n' >"$group/cgroup.procs" || give_up

# An argument is preceded by its number of lines, and is not interpreted.
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

# The start gate. Without a line the gateway died before it recorded this process, and the CLI must never start.
read -r word || give_up
[ "$word" = go ] || give_up
folder=$1 deadline=$2 grace=$3 lease=$4 directory=$5
shift 5
exec </dev/null >/dev/null 2>>"$folder/supervisor.log"
# A signal sent to a gateway by the name of its folder (pkill -f) also reaches its supervisors, and then nothing would record how the run ended. A trap,
# unlike an ignored signal, is not inherited by the CLI. Not before the gate: it would interrupt the waiting `read`.
trap : HUP QUIT USR1 USR2 ALRM
printf '%-31s\n' opened 1<>"$folder/gate"

# The limits of process $1 that may be the gateway's tag of this one. Every descendant has it, even with a session and environment of its own.
# Sets $marks.
read_marks() {
    marks=
    while read -r line; do
        case $line in
            'Max file locks '*[0-9]* | 'Max realtime timeout '*[0-9]*) marks=$marks$line$newline ;;
        esac
    done <"/proc/$1/limits"
}

# Whether process $1 belongs to the run. After its name in brackets: state, parent, group, session, which this script leads.
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

# A process forked between scan and kill is found by the next scan.
kill_tree() {
    if [ -n "$group" ]; then
        printf '1\n' >"$group/cgroup.kill"
        return
    fi
    read_marks $$
    tag=$marks scans=20 found=true
    while "$found" && [ "$scans" -gt 0 ]; do
        found=false scans=$((scans - 1))
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
        # shellcheck disable=SC2163 # the argument is NAME=VALUE
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
# Before the pid is reported: whoever knows it may kill the group.
[ -z "$group" ] || printf '0\n' >"$home/cgroup.procs"
printf '%-31s\n' "$cli" 1<>"$folder/gate"

# Sets the number of seconds until the deadline or the end of the lease; false when one has come, and sets which.
# The gateway extends the lease as long as it holds it. Three seconds before its end nothing of the run may be alive, because afterwards another
# instance may start the next run.
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

# With a trap for CHLD the end of either child also ends the `wait` for the other.
trap : CHLD
alarm='' deadline_passed=false lease_ended=false
# An alarm before `wait` begins would be missed. Without time left there is no alarm, and nothing to wait for.
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
# One write over as many blanks: readers see all of it or nothing.
printf '%-127s\n' "{\"$kind\":$status,\"deadline\":$deadline_passed,\"lease\":$lease_ended}" 1<>"$folder/exit.json"

# After the record, because waiting for the end need not include the disk. With exec, because whoever kills the rest of the run spares the
# supervisor but not its children.
exec "$sync" -d "$folder/stdout" "$folder/stderr" "$folder/exit.json"
