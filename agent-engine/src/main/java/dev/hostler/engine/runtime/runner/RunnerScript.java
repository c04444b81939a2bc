package dev.hostler.engine.runtime.runner;

/** The shell texts that are run for a runner. */
final class RunnerScript {
    /**
     * The first process of a runner: registers it, runs it, and says with what it has ended. It goes on while the agent is
     * down. Arguments: the instance's directory, the file with the credential, and what the registration gets.
     *
     * <p>The credential is read from the file, which is removed at once, so that it is neither among the arguments nor among
     * the variables of any process but the one that needs it.
     */
    static final String MAIN = """
            dir=$1
            secret=$2
            shift 2
            exec 2>>"$dir/err"
            say() { printf '%s %s\\n' "$1" "$(date +%s%N)" >>"$dir/marks"; }
            end() { printf '%s\\n' "$1" >"$dir/exit.new" && mv "$dir/exit.new" "$dir/exit"; exit 0; }
            cd "$dir/runner" || end 127
            kind=
            value=
            if [ -r "$secret" ]; then
              { read -r kind; read -r value; } <"$secret"
              rm -f "$secret"
            fi
            if [ "$kind" = TOKEN ]; then
              say register
              ACTIONS_RUNNER_INPUT_TOKEN=$value ./config.sh "$@"
              code=$?
              [ "$code" = 0 ] || end "$code"
            fi
            say start
            [ -e "$dir/stop" ] && end 130
            if [ "$kind" = JIT_CONFIG ]; then
              ACTIONS_RUNNER_INPUT_JITCONFIG=$value ./run.sh
            else
              ./run.sh
            fi
            end "$?"
            """;

    private RunnerScript() {}

    /**
     * A hook of a job: takes note which job it is, whatever happens, and then does what the user's own hook does. A job that
     * is cancelled meanwhile must not keep it from that.
     *
     * @param note the file for the note
     * @param users the user's hook; empty: none
     */
    static String hook(String note, String users) {
        return """
            #!/bin/sh
            trap '' INT
            note='%s'
            {
              for name in GITHUB_REPOSITORY GITHUB_WORKFLOW GITHUB_JOB GITHUB_RUN_ID GITHUB_RUN_ATTEMPT GITHUB_SHA; do
                eval "value=\\${$name:-}"
                printf '%%s=%%s\\n' "$name" "$(printf '%%s' "$value" | tr -d '\\n\\\\' | cut -c1-200)"
              done
            } >"$note.new" 2>/dev/null && mv "$note.new" "$note" || :
            trap - INT
            users='%s'
            [ -z "$users" ] || exec bash -e "$users"
            exit 0
            """.formatted(quoted(note), quoted(users));
    }

    private static String quoted(String path) {
        return path.replace("'", "'\\''");
    }
}
