#!/bin/sh
# Runs the steps of one job, one after the other: sh supervisor.sh INPUT OUTPUT
#
# INPUT   cmd, ctl       FIFOs from the agent; INPUT is read-only here, yet FIFOs in it can be read and written
#         N.sh           prologue of step N
#         end            no step will come any more
#         fence          when the steps of a fenced job end unless it is rewritten: whole seconds of /proc/uptime
# OUTPUT  ready          this script listens
#         N.start        step N was taken up; a number is taken once and numbers only rise
#         N.pid, N.go    its shell has read its environment; has seen that it is gone
#         N.exit         its exit code
#                        these four made by the agent, with room for a line; an unterminated one is not to be believed
#         N.out          its output, both streams; made by the agent
#         N.fence        the killer keeps the fence of step N
#         N.fenced       it has ended step N for it; made by the agent
#         pong           the killer's last answer
#
# Written for ash, dash and bash, with builtins only where it can be: a fork may fail, and costs.
hostler_in=$1 hostler_out=$2 hostler_last=0 hostler_fenced= hostler_clock=
# A second start in the same directories would run steps twice.
[ ! -e "$hostler_out/ready" ] || exit 3
umask 022
hostler_setsid=
command -v setsid >/dev/null 2>&1 && hostler_setsid=setsid
# Read-write, so that neither end ever sees the other's absence.
exec </dev/null 3<>"$hostler_in/cmd" 4<>"$hostler_in/ctl"

# Counts what is left, apart from process 1, this shell and the dead. Where this is no process namespace, only the
# processes of the step's session can be told.
hostler_count() {
    hostler_left=0
    read -r hostler_me hostler_x </proc/self/stat
    for hostler_dir in /proc/[0-9]*; do
        hostler_pid=${hostler_dir#/proc/}
        case $hostler_pid in 1 | "$hostler_me" | "$hostler_clock") continue ;; esac
        read -r hostler_line <"$hostler_dir/stat" || continue
        # After the name in parentheses: state, parent, group, session.
        set -f
        set -- ${hostler_line##*\) }
        set +f
        case $1 in '' | Z | X) continue ;; esac
        [ $$ = 1 ] || [ "$4" = "$hostler_group" ] || continue
        # The fence's clock sleeps in a child of its own.
        [ "$2" != "$hostler_clock" ] || continue
        hostler_left=$((hostler_left + 1))
    done
}

# The leader of step N. Its file can be forged: 0 and 1 would mean our own group and everybody.
hostler_leader() {
    hostler_group=
    case $1 in '' | *[!0-9]*) return 1 ;; esac
    [ -f "$hostler_out/$1.pid" ] && read -r hostler_x <"$hostler_out/$1.pid" || return 1
    case $hostler_x in '' | 0* | 1 | *[!0-9]*) return 1 ;; esac
    hostler_group=$hostler_x
}

# The agent made it and nobody put a link, a FIFO or a directory in its place. What a job can race here, it could do
# itself as well; but the supervisor is not to be led to other files, or held up, by a mere link.
hostler_sound() {
    [ -f "$1" ] && [ ! -h "$1" ]
}

# Whether the fence's clock runs: it is a child of this shell, and not dead.
hostler_ticks() {
    [ -n "$hostler_clock" ] && read -r hostler_me hostler_x </proc/self/stat \
        && read -r hostler_line <"/proc/$hostler_clock/stat" || return 1
    set -f
    set -- ${hostler_line##*\) }
    set +f
    case $1 in '' | Z | X) return 1 ;; esac
    [ "$2" = "$hostler_me" ]
}

# Without a clock nobody would look at the fence while the agent is away. A KILL to all takes it along, and with it
# whatever it was for; the next step winds it up again.
hostler_wind() {
    hostler_ticks && return
    (while sleep 1; do echo t; done >&4) &
    hostler_clock=$!
}

# Keeps the fence of step N from now on.
hostler_keep() {
    case $1 in '' | 0* | *[!0-9]* | ????????*) return ;; esac
    command -v sleep >/dev/null && read -r hostler_x <"$hostler_in/fence" && read -r hostler_x </proc/uptime || return
    hostler_fenced=$1
    hostler_wind
    echo kept >"$hostler_out/$1.fence"
}

# Ends the step if its fence was not renewed. A fence that can't be read is none that was renewed.
hostler_look() {
    [ -n "$hostler_fenced" ] || return
    # A whole line: the step is over.
    ! read -r hostler_x <"$hostler_out/$hostler_fenced.exit" || return
    hostler_until=0 hostler_now=0
    read -r hostler_until <"$hostler_in/fence"
    read -r hostler_now hostler_x </proc/uptime
    [ "${hostler_now%%.*}" -ge "$hostler_until" ] || return
    hostler_sound "$hostler_out/$hostler_fenced.fenced" && echo over >"$hostler_out/$hostler_fenced.fenced"
    hostler_leader "$hostler_fenced"
    hostler_all KILL
}

# Signals all but process 1 and this shell. $$ is process 1 in the killer too, so a host is never hit by mistake.
hostler_all() {
    if [ $$ = 1 ]; then
        kill "-$1" -1
    elif [ -n "$hostler_group" ]; then
        kill "-$1" "-$hostler_group"
    fi
}

# The killer: a second shell that never forks, so that it works when nothing else can start. Only a fence needs a fork.
(
    exec 3<&-
    trap '' HUP INT QUIT TERM USR1 USR2 ALRM PIPE
    while :; do
        read -r hostler_op hostler_arg hostler_n hostler_x <&4 || continue
        hostler_leader "$hostler_n"
        case $hostler_op in
            # Ends a step's own process group.
            g) [ -z "$hostler_group" ] || kill "-$hostler_arg" "-$hostler_group" ;;
            # Ends the whole tree.
            a) hostler_all "$hostler_arg" ;;
            # Keeps the fence of a step; looks at it, once a second.
            f) hostler_keep "$hostler_arg" ;;
            t) hostler_look ;;
            # Says that it lives; says so with how many others do.
            l) echo "$hostler_arg 0" >"$hostler_out/pong" ;;
            p) hostler_count; echo "$hostler_arg $hostler_left" >"$hostler_out/pong" ;;
        esac
    done
) 2>/dev/null &

# Handlers and not '', which the steps would inherit.
trap : HUP INT QUIT TERM USR1 USR2 ALRM
echo "$$ ${hostler_setsid:-none}" >"$hostler_out/ready"
while :; do
    read -r hostler_op hostler_n hostler_x <&3 || continue
    # No step will come any more: the agent says so in a file, since the word alone could be the job's.
    [ "$hostler_op" != x ] || [ ! -e "$hostler_in/end" ] || exit 0
    case $hostler_n in '' | 0* | *[!0-9]* | ????????*) continue ;; esac
    [ "$hostler_op" = s ] && [ "$hostler_n" -gt "$hostler_last" ] && [ -r "$hostler_in/$hostler_n.sh" ] \
        && hostler_sound "$hostler_out/$hostler_n.out" || continue
    hostler_last=$hostler_n
    echo "$hostler_n" 1<>"$hostler_out/$hostler_n.start"
    # In the foreground: with "&", SIGINT would be ignored in the step for ever. Its prologue needs 3 for a moment.
    $hostler_setsid sh "$hostler_in/$hostler_n.sh" 4<&- >>"$hostler_out/$hostler_n.out" 2>&1
    hostler_code=$?
    # Over what is there, since a full disk would take nothing new; what else fails may do so only for a while.
    until hostler_sound "$hostler_out/$hostler_n.exit" && echo "$hostler_code" 1<>"$hostler_out/$hostler_n.exit"; do
        sleep 1
    done 2>/dev/null
done
