#!/bin/sh
# Makes a disk from which a small Linux starts: guest-disk.sh DISK.qcow2. Needs the packages linux-image-cloud-amd64,
# busybox-static, syslinux, mtools, cpio and qemu-utils.
set -eu
disk=$1
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/hostler-guest-XXXXXX")
trap 'rm -rf "$work"' EXIT
kernel=$(ls /boot/vmlinuz-*-cloud-amd64 | sort -V | tail -n 1)
version=${kernel#/boot/vmlinuz-}
modules='virtio_pci virtio_blk virtio_net isofs button evdev'

root=$work/root
mkdir -p "$root/bin" "$root/modules" "$root/seed" "$root/proc" "$root/sys" "$root/dev" "$root/www" "$root/tmp"
cp "$(command -v busybox)" "$root/bin/busybox"
cp "$here/guest-init.sh" "$root/init"
chmod 755 "$root/init"
for module in $modules; do
    PATH=$PATH:/usr/sbin:/sbin modprobe -S "$version" --show-depends "$module"
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$work/modules"
number=10
while read -r file; do
    cp "$file" "$root/modules/$number-$(basename "$file")"
    number=$((number + 1))
done <"$work/modules"
(cd "$root" && find . | cpio --quiet -o -H newc | gzip -1) >"$work/initrd.gz"

cat >"$work/syslinux.cfg" <<'CONFIG'
default linux
prompt 0
label linux
  kernel vmlinuz
  initrd initrd.gz
  append console=ttyS0 quiet loglevel=0 panic=1
CONFIG
truncate -s 48M "$work/disk"
mformat -i "$work/disk" -F ::
mcopy -i "$work/disk" "$kernel" ::vmlinuz
mcopy -i "$work/disk" "$work/initrd.gz" "$work/syslinux.cfg" ::
syslinux --install "$work/disk"
qemu-img convert -f raw -O qcow2 "$work/disk" "$disk"
