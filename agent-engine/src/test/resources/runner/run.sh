#!/bin/bash
# A stand-in for the runner's loop: 0 for nearly everything, again after 2, 7 as it is; TERM is handed on as INT once.
here=$(cd "$(dirname "$0")" && pwd)
if [ -n "$RUNNER_MANUALLY_TRAP_SIG" ]; then
  set -m
  while :; do
    "$here/run-helper.sh" "$@" &
    pid=$!
    trap 'trap - TERM INT; kill -INT -- -$pid; wait $pid; exit 143' TERM
    trap 'trap - TERM INT; kill -INT -- -$pid; wait $pid; exit 130' INT
    wait $pid
    code=$?
    trap - TERM INT
    [ $code = 2 ] && continue
    [ $code = 7 ] && exit 7
    [ $code = 1 ] && exit 1
    exit 0
  done
fi
while :; do
  "$here/run-helper.sh" "$@"
  code=$?
  [ $code = 2 ] && continue
  [ $code = 7 ] && exit 7
  exit 0
done
