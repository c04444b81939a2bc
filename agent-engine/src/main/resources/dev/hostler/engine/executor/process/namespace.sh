# Prepares a new mount namespace and becomes the entry script: process 1 of the sandbox.
#   namespace.sh WORKSPACE HOME INPUT OUTPUT SCRATCH ENTRY UID PROCESSES NETWORK GROUPS [COVERED...]
# UID: the sandbox's own user, or "-" to keep the present one. PROCESSES: a limit, or "-".
# GROUPS: directories of control groups to enter, one in a line. COVERED: directories of the host to hide.
set -e
umask 022
workspace=$1 home=$2 input=$3 output=$4 scratch=$5 entry=$6 uid=$7 processes=$8 network=$9
shift 9
groups=$1
shift
inside=/tmp/hostler
# The tree is built on /sys, which holds none of our directories, so that nothing that is covered below hides a part of
# it. "-n": a user namespace may not write /run/mount. Every program started here makes each sandbox slower to open.
stage=/sys

bind() { # SOURCE TARGET FLAGS
    # In a user namespace, flags of the source's own mount can't be taken away; noexec is the only one we would.
    mount -n -o "bind,$3" "$1" "$2" 2>/dev/null || mount -n -o "bind,$3,noexec" "$1" "$2"
}

mount -n -t tmpfs -o mode=0755,nosuid,nodev hostler "$stage"
mkdir "$stage/workspace" "$stage/home" "$stage/input" "$stage/output"
if [ "$uid" != - ]; then
    chown -hR "$uid:$uid" "$workspace" "$home" "$input" "$output"
fi
bind "$workspace" "$stage/workspace" nosuid,nodev
bind "$home" "$stage/home" nosuid,nodev
bind "$input" "$stage/input" ro,nosuid,nodev,noexec
bind "$output" "$stage/output" nosuid,nodev,noexec

# Places where everybody may write: private, so that nothing stays behind and nobody meets there.
bind "$scratch/tmp" /tmp nosuid,nodev
if [ -d /var/tmp ] && [ ! -L /var/tmp ]; then bind /tmp /var/tmp nosuid,nodev; fi
if [ -d /dev/shm ] && [ ! -L /dev/shm ]; then mount -n -t tmpfs -o mode=1777,nosuid,nodev hostler /dev/shm; fi
for covered; do
    # What lies under one of the places above is hidden already.
    [ ! -d "$covered" ] || mount -n -t tmpfs -o mode=0755,ro,nosuid,nodev,noexec hostler "$covered"
done
mount -n --move "$stage" "$inside"

# Only now: what was done so far is the agent's work and counts for no limit. "0" is the writer itself. The agent looks
# which groups it came to be in.
IFS='
'
for group in $groups; do { echo 0 >"$group/cgroup.procs"; } 2>/dev/null || :; done
unset IFS

if [ "$network" = off ]; then
    ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null || :
fi
cd "$inside/workspace"
export HOME="$inside/home" PWD="$inside/workspace"
set -- sh "$inside/input/$entry" "$inside/input" "$inside/output"
if [ "$uid" = - ]; then
    set -- setpriv --no-new-privs --ambient-caps=-all --inh-caps=-all --bounding-set=-all "$@"
else
    set -- setpriv --reuid "$uid" --regid "$uid" --clear-groups --no-new-privs --ambient-caps=-all --inh-caps=-all \
        --bounding-set=-all "$@"
fi
if [ "$processes" != - ]; then set -- prlimit "--nproc=$processes:$processes" "$@"; fi
echo >&9
exec "$@" 9>&-
