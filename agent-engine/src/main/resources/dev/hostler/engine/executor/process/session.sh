# Becomes the entry script without a namespace: process 1 is only the first of a session.
#   session.sh WORKSPACE HOME INPUT OUTPUT ENTRY
set -e
umask 022
cd "$1"
export HOME="$2" PWD="$1"
echo >&9
exec sh "$3/$5" "$3" "$4" 9>&-
