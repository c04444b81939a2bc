# Shows that the tests leave nothing behind: no process, container, machine, network, mount or file. Sourced by ../verify.

mark=hostler-verify-$$

leftovers_before() {
    list_files >"$work/files.before"
    list_mounts >"$work/mounts.before"
}

leftovers_after() {
    bad=false
    list_files >"$work/files.after"
    list_mounts >"$work/mounts.after"
    show "files left behind" "$(comm -13 "$work/files.before" "$work/files.after")"
    show "mounts left behind" "$(comm -13 "$work/mounts.before" "$work/mounts.after")"
    show "processes left behind" "$(list_processes)"
    if docker_answers; then
        show "containers left behind" "$(docker ps -aq --filter label=dev.hostler.agent)"
        show "networks left behind" "$(docker network ls -q --filter label=dev.hostler.agent)"
        show "volumes left behind" "$(docker volume ls -q --filter label=dev.hostler.agent)"
    fi
    ! $bad || exit 1
    echo "== nothing left behind: no process, container, machine, network, volume, mount or file"
}

show() { # title, lines
    [ -n "$2" ] || return 0
    echo "verify: $1:" >&2
    printf '%s\n' "$2" | head -n 20 >&2
    bad=true
}

# Where an agent or a test could leave something, and names that nobody else would use.
list_files() {
    {
        git ls-files --others --exclude='**/target/' --exclude=.flattened-pom.xml
        find /tmp /var/tmp /dev/shm /run /var/lib/hostler "${XDG_STATE_HOME:-$HOME/.local/state}/hostler" \
            -maxdepth 2 \( -iname '*hostler*' -o -iname '*junit*' -o -iname '*jqwik*' -o -iname '*sqlite*' -o -iname 'jgit*' \) 2>/dev/null
        # Machines, networks and leases of libvirt, also of one that does not answer.
        find /etc/libvirt /run/libvirt /var/lib/libvirt /var/log/libvirt -name '*hostler*' 2>/dev/null
        find /sys/class/net -name 'hostler-n*' 2>/dev/null
        find /sys/fs/cgroup -maxdepth 4 -type d -name '*hostler*' 2>/dev/null
    } | sort
}

list_mounts() {
    awk '{ print $2 }' /proc/mounts | grep -v -e '/overlay' -e '/netns/' | sort
}

# A process counts if it was started by these tests (its environment has the mark) or runs a supervisor.
list_processes() {
    for proc in /proc/[0-9]*; do
        pid=${proc#/proc/}
        [ "$pid" != $$ ] || continue
        # A process may end while we look.
        { environment=$(tr '\0' '\n' <"$proc/environ") && command=$(tr '\0' ' ' <"$proc/cmdline"); } 2>/dev/null || continue
        case "$command" in *supervisor.sh*) echo "$pid $command" ;; *)
            ! printf '%s\n' "$environment" | grep -q "^HOSTLER_VERIFY=$mark$" || echo "$pid $command" ;;
        esac
    done
}
