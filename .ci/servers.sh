# The real servers that the tests talk to. Sourced by ../verify.
# One that answers already is used as it is; one that does not is started with its own files below $work.

servers=$work/servers
docker_pid=
libvirt_pids=

start_servers() {
    if docker_answers; then
        echo "== using the Docker engine that answers at ${DOCKER_HOST:-its default socket}"
    else
        start_docker
    fi
    if libvirt_answers; then
        echo "== using the libvirt that answers at qemu:///system"
    else
        start_libvirt
    fi
}

libvirt_answers() {
    virsh -q -c qemu:///system version >/dev/null 2>&1
}

# It has one place for its sockets and what it knows, so it is a server of this host like any other, until it is stopped.
start_libvirt() {
    PATH=$PATH:/usr/sbin:/sbin
    mkdir -p "$servers" /run/libvirt
    setsid virtlogd --pid-file "$servers/virtlogd.pid" >"$work/virtlogd.log" 2>&1 &
    libvirt_pids=$!
    setsid libvirtd --pid-file "$servers/libvirtd.pid" >"$work/libvirtd.log" 2>&1 &
    libvirt_pids="$! $libvirt_pids"
    wait_for 60 libvirt_answers || { tail -n 20 "$work/libvirtd.log" >&2; echo "verify: libvirtd does not answer" >&2; exit 1; }
    echo "== started a libvirt of its own"
}

stop_libvirt() {
    # In this order: what a machine prints on its way out has somewhere to go.
    for pid in $libvirt_pids; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    libvirt_pids=
    rm -f "$servers/virtlogd.pid" "$servers/libvirtd.pid"
}

docker_answers() {
    docker version >/dev/null 2>&1
}

start_docker() {
    mkdir -p "$servers/docker"
    # A socket's path may have 107 bytes at most (unix(7)), so it can't always lie below the checkout.
    sockets=$(mktemp -d "${TMPDIR:-/tmp}/hostler-verify-XXXXXX")
    chmod 711 "$sockets" # a test is a user of the group docker
    PATH=$PATH:/usr/sbin:/sbin
    add_bridge || { echo "verify: Cannot add a bridge for dockerd: ten runs are using one each, or 'ip link add' fails" >&2; exit 1; }
    setsid dockerd --host "unix://$sockets/docker.sock" --data-root "$servers/docker" \
        --exec-root "$sockets/exec" --pidfile "$sockets/docker.pid" \
        --bridge "$docker_bridge" --iptables=false --ip-masq=false >"$work/dockerd.log" 2>&1 &
    docker_pid=$!
    export DOCKER_HOST="unix://$sockets/docker.sock"
    wait_for 60 docker_answers || { tail -n 20 "$work/dockerd.log" >&2; echo "verify: dockerd does not answer" >&2; exit 1; }
    echo "== started a Docker engine of its own"
}

# A bridge of its own for each run, and no firewall rules: the host's network stays as it is. Its alias names the process
# that owns it, so that one left by a run that was killed is known and taken away.
add_bridge() {
    for number in 0 1 2 3 4 5 6 7 8 9; do
        docker_bridge=hostler-v$number
        owner=$(sed -n 's/^hostler-verify //p' "/sys/class/net/$docker_bridge/ifalias" 2>/dev/null) || owner=
        [ -z "$owner" ] || kill -0 "$owner" 2>/dev/null || ip link delete "$docker_bridge"
        ip link add "$docker_bridge" type bridge 2>/dev/null || continue
        ip link set dev "$docker_bridge" alias "hostler-verify $$" &&
            ip address add "172.31.24$number.1/24" dev "$docker_bridge"
        return
    done
    return 1
}

stop_servers() {
    [ -z "$libvirt_pids" ] || stop_libvirt
    docker image ls --quiet 'hostler-test/*' 2>/dev/null | sort -u | xargs -r docker image rm --force >/dev/null 2>&1 || true
    [ -n "$docker_pid" ] || return 0
    kill "$docker_pid" 2>/dev/null || true
    wait "$docker_pid" 2>/dev/null || true
    docker_pid=
    ip link delete "$docker_bridge"
    # Whatever the engine still has mounted below its directories would keep them from going.
    awk '{ print $2 }' /proc/mounts | grep -F -e "$sockets/" -e "$servers/" | sort -r | xargs -r umount -l 2>/dev/null || true
    rm -rf "$sockets" "$servers/docker"
    unset DOCKER_HOST
}

wait_for() { # seconds, command
    tries=$(($1 * 10))
    shift
    while ! "$@"; do
        tries=$((tries - 1))
        [ "$tries" -gt 0 ] || return 1
        sleep 0.1
    done
}
