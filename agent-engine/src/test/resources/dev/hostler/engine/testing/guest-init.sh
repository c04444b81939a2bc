#!/bin/busybox sh
# The guest of the tests: it reads its seed, says at the serial console what it has found, does what its user-data says, and
# answers at TCP port 80 with its hostname. It shuts down when the power button is pressed.
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
for module in /modules/*; do insmod "$module"; done
exec >/dev/ttyS0 2>&1 </dev/null

# Any key of a power button is that one.
for button in /dev/input/event*; do (head -c 1 "$button" >/dev/null && poweroff -f) & done

# The label of an ISO 9660 volume is at a fixed place.
for block in /sys/block/*; do
    device=/dev/${block##*/}
    [ "$(dd if="$device" bs=1 skip=32808 count=6 2>/dev/null)" != cidata ] || seed=$device
done
[ -z "${seed-}" ] || mount -t iso9660 -o ro "$seed" /seed
hostname "$(sed -n 's/^local-hostname: *//p' /seed/meta-data)"
echo "guest: hostname $(hostname)"
for file in user-data meta-data network-config vendor-data; do
    [ ! -e "/seed/$file" ] || echo "guest: $file $(sha256sum <"/seed/$file" | cut -d ' ' -f 1)"
done
hostname >/www/index.html

cat >/tmp/udhcpc <<'LEASE'
#!/bin/sh
[ "$1" != bound ] || { ifconfig "$interface" "$ip" netmask "$subnet"; echo "guest: address $ip"; }
LEASE
chmod 755 /tmp/udhcpc
if [ -e /sys/class/net/eth0 ]; then
    ifconfig eth0 up
    udhcpc -q -n -t 20 -T 1 -i eth0 -s /tmp/udhcpc >/dev/null 2>&1 || echo "guest: no address"
    ifconfig eth0 | sed -n 's/.*inet addr:\([0-9.]*\).*/guest: address \1/p'
fi
httpd -p 80 -h /www
case $(head -c 2 /seed/user-data 2>/dev/null) in '#!') sh /seed/user-data ;; esac
echo "guest: ready"
while :; do sleep 1000; done
