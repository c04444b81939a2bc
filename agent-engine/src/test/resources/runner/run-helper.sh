#!/bin/bash
here=$(cd "$(dirname "$0")" && pwd)
if [ "$(id -u)" = 0 ] && [ -z "$RUNNER_ALLOW_RUNASROOT" ]; then echo "Must not run interactively with sudo"; exit 1; fi
trap : INT
"$here/bin/Runner.Listener" run "$@"
code=$?
say() { [ -n "$FAKE_QUIET" ] || echo "Runner listener exit with $1"; }
pause() {
  [ -z "$FAKE_GATE" ] || until [ -e "$FAKE_GATE" ]; do sleep 0.05; done
  [ -z "$FAKE_LAST_PAUSE" ] || [ "$(cat "$here/_diag/launches")" -lt "$FAKE_LAST_PAUSE" ] || exec sleep 1000
  sleep "${FAKE_PAUSE:-5}"
}
case $code in
  0) say "0 return code, it stops and needs no other try."; exit 0 ;;
  1) say "terminated error, it stops and needs no other try."; exit 0 ;;
  2) say "retryable error, it is launched again soon."; pause; exit 2 ;;
  3 | 4) say "an update, it is launched again."; exit 2 ;;
  5) say "a session conflict, it stops and needs no other try."; exit 0 ;;
  7) say "an outdated version."; exit 7 ;;
  *) say "an undefined return code $code, it stops."; exit 0 ;;
esac
