#!/bin/bash
# A stand-in for the runner's registration: the same flags, files and exit codes, and nothing behind it.
cd "$(dirname "$0")" || exit 1
if [ "$(id -u)" = 0 ] && [ -z "$RUNNER_ALLOW_RUNASROOT" ]; then echo "Must not run with sudo"; exit 1; fi
if [ "$1" = remove ]; then rm -f .runner .credentials .credentials_rsaparams; exit 0; fi
[ -z "$FAKE_OUT" ] || { printf '%s\n' "$*" >"$FAKE_OUT/arguments"; printf '%s\n' "${ACTIONS_RUNNER_INPUT_TOKEN:+token}" >"$FAKE_OUT/token"; }
url='' token=$ACTIONS_RUNNER_INPUT_TOKEN name='' ephemeral=false
while [ $# -gt 0 ]; do
  case $1 in
    --url) url=$2; shift ;;
    --token) token=$2; shift ;;
    --name) name=$2; shift ;;
    --labels | --runnergroup | --work) shift ;;
    --ephemeral) ephemeral=true ;;
    --unattended | --replace | --disableupdate) ;;
    *) echo "Unrecognized command-line input arguments: '$1'" ;;
  esac
  shift
done
case $FAKE_CONFIG in
  wait) until [ -e "$FAKE_OUT/register" ]; do sleep 0.05; done ;;
  hang) sleep 1000 ;;
  stubborn) trap '' TERM; while :; do sleep 0.1; done ;;
  "tell later") until [ -e "$FAKE_OUT/register" ]; do sleep 0.05; done; echo "the token is $token" ;;
  tell) echo "the token is $token" ;;
esac
if [ -z "$url" ] || [ -z "$token" ]; then echo "Invalid configuration provided for url"; exit 1; fi
if [ -e .runner ]; then echo "Cannot configure the runner because it is already configured"; exit 1; fi
if [ "$token" = bad ]; then
  echo "Http response code: NotFound from 'POST $url/actions/runner-registration'"
  exit 1
fi
printf '\xef\xbb\xbf{"agentName":"%s","ephemeral":%s,"gitHubUrl":"%s"}\n' "$name" $ephemeral "$url" >.runner
echo '{"scheme":"OAuth"}' >.credentials
(umask 077 && echo '{}' >.credentials_rsaparams)
echo "$PATH" >.path
echo "JAVA_HOME=/usr/lib/jvm/fake" >>.env
echo "Runner successfully added"
