# Runs a sandbox's command and keeps its exit code. Outside of the sandbox; ends when the sandbox ends.
#   outer.sh SCRATCH COMMAND...
scratch=$1
shift
"$@" 9>"$scratch/started"
echo $? >"$scratch/exit"
