# Becomes the entry script without a namespace: process 1 is only the first of a session.
#   session.sh WORKSPACE HOME INPUT OUTPUT ENTRY GROUPS
# GROUPS: directories of control groups to enter, one in a line.
set -e
umask 022
cd "$1"
IFS='
'
for group in $6; do { echo 0 >"$group/cgroup.procs"; } 2>/dev/null || :; done
unset IFS
export HOME="$2" PWD="$1"
echo >&9
exec sh "$3/$5" "$3" "$4" 9>&-
