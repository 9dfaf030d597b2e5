#!/usr/bin/env bash
# Installs the package on a bare Debian with only what it declares, starts it on a virtual display, and removes it.
#
#   tests/install/clean-root.sh touchstone.deb [PICTURE.png]
#
# Needs root, mmdebstrap, xvfb, xdotool and imagemagick. The bare system is made from the package sources of this one.
set -euo pipefail
deb=$(realpath "$1")
picture=$(realpath -m "${2:-first-screen.png}")
root=$(mktemp -d /var/tmp/clean-root.XXXXXX)
display=:97

clean() {
  trap - EXIT
  [ -z "${app:-}" ] || kill "$app" 2>/dev/null || true
  [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true
  sleep 1
  for place in dev proc tmp/.X11-unix; do umount --quiet --recursive --lazy "$root/$place" 2>/dev/null || true; done
  if grep -q " $root/" /proc/mounts; then echo "something is still mounted in $root"; return; fi
  rm -rf --one-file-system "$root"
}
trap clean EXIT
inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"; }
say() { printf '== %s\n' "$*"; }

say "a bare system"
mmdebstrap --quiet --variant=minbase --include=ca-certificates bookworm "$root" $(ls /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null | head -1)
cp /etc/resolv.conf "$root/etc/resolv.conf"
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev" && mount --make-rslave "$root/dev"
before=$(inside dpkg-query -W | wc -l)

say "the package, with only what it declares"
cp "$deb" "$root/root/touchstone.deb"
inside dpkg --info /root/touchstone.deb | sed -n '/Package:/,$p'
inside apt-get -qq update
inside apt-get -qq install --yes --no-install-recommends /root/touchstone.deb >/dev/null
say "$(($(inside dpkg-query -W | wc -l) - before)) packages came with it; installed size: $(inside dpkg-query -W -f='${Installed-Size}' touchstone) kB"
inside dpkg -L touchstone | grep -v '/$' | while read -r file; do [ -f "$root$file" ] && echo "   $file"; done
inside touchstone --version
inside ldd /usr/bin/touchstone-desktop | grep 'not found' && { echo "a library is missing"; exit 1; }
grep -q 'application/x-touchstone-project' "$root/usr/share/applications/"*.desktop
grep -q '^Exec=touchstone-desktop %f$' "$root/usr/share/applications/"*.desktop

say "the terminal's program: the demo"
inside touchstone demo --out /root/work --json | grep -q '"report"'
test -s "$root/root/work/project.sqlite"

say "the window, on the project that was just made, by its file"
mkdir -p "$root/tmp/.X11-unix" /tmp/.X11-unix
Xvfb $display -screen 0 1280x800x24 -ac -nolisten tcp &
server=$!
sleep 2
mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix"
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DISPLAY=$display LIBGL_ALWAYS_SOFTWARE=1 WEBKIT_DISABLE_DMABUF_RENDERER=1 \
  chroot "$root" touchstone-desktop /root/work/project.touchstone &
app=$!
wanted="Touchstone demo – Touchstone"
for _ in $(seq 60); do
  sleep 1
  for id in $(DISPLAY=$display xdotool search --onlyvisible --class touchstone-desktop 2>/dev/null); do
    title=$(DISPLAY=$display xdotool getwindowname "$id")
    [ "$title" = "$wanted" ] && break 2
  done
done
[ "${title:-}" = "$wanted" ] || { echo "the window did not come: ${title:-none}"; exit 1; }
sleep 3
DISPLAY=$display import -window root "$picture"
say "its first screen: $picture"
kill $app
wait $app || true
app=

say "removal"
inside apt-get -qq purge --yes touchstone >/dev/null
for program in touchstone-desktop touchstone; do
  if inside which $program; then echo "$program is still there"; exit 1; fi
done
test -s "$root/root/work/project.sqlite"
say "the program is gone, the project is still there"
