# The packages that the tests need besides a JDK and Maven. Sourced by ../verify.

# command -> Debian package
needs='
dockerd:docker.io
busybox:busybox-static
git:git
unshare:util-linux
setpriv:util-linux
dash:dash
ip:iproute2
bash:bash
sshd:openssh-server
tcc:tcc
docker-registry:docker-registry
docker-compose:docker-compose
libvirtd:libvirt-daemon-system
virtlogd:libvirt-daemon
virsh:libvirt-clients
qemu-system-x86_64:qemu-system-x86
qemu-img:qemu-utils
dnsmasq:dnsmasq-base
isoinfo:genisoimage
syslinux:syslinux
mformat:mtools
cpio:cpio
modprobe:kmod
'

install_packages() {
    missing=
    for need in $needs; do
        PATH=$PATH:/usr/sbin:/sbin command -v "${need%%:*}" >/dev/null 2>&1 || missing="$missing ${need#*:}"
    done
    # What a guest of the tests starts with, and firmware for UEFI.
    ls /boot/vmlinuz-*-cloud-amd64 >/dev/null 2>&1 || missing="$missing linux-image-cloud-amd64"
    [ -d /usr/share/OVMF ] || missing="$missing ovmf"
    command -v mvn >/dev/null 2>&1 || missing="$missing maven"
    command -v javac >/dev/null 2>&1 || missing="$missing default-jdk-headless"
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1 || [ -n "${HOSTLER_NO_INSTALL-}" ]; then
        echo "verify: please install:$missing" >&2
        exit 1
    fi
    echo "== installing$missing"
    log=$work/packages.log
    # policy-rc.d keeps a freshly installed package from starting its service.
    guard=/usr/sbin/policy-rc.d
    [ -e "$guard" ] && guard= || { printf '#!/bin/sh\nexit 101\n' >"$guard"; chmod 755 "$guard"; }
    {
        apt-get update &&
            # shellcheck disable=SC2086 # a list of words
            DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
    } >"$log" 2>&1 && ok=true || ok=false
    [ -z "$guard" ] || rm -f "$guard"
    $ok || { tail -n 20 "$log" >&2; echo "verify: could not install$missing" >&2; exit 1; }
}
