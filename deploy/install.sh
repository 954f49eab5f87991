#!/usr/bin/env bash
# Installs a station from a wheel: user, virtual environment, folders, service, udev rule. Idempotent; run as root.
# What is configured already stays. Usage: deploy/install.sh edge_inspector-*.whl
# Exit codes: 0 installed, 2 wrong usage, 3 something is missing: one line says what.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
wheel=${1:-}
prefix=/opt/edge-inspector  # where the unit and the configuration look for it
root=${DESTDIR:-}
user=edge-inspector

stop() { echo "deploy/install.sh: $2" >&2; exit "$1"; }

[ $# = 1 ] || stop 2 "usage: deploy/install.sh WHEEL (one wheel; $# given)"
[ -f "$wheel" ] || stop 2 "$wheel: no such file"
[ -n "$root" ] || [ "$(id -u)" = 0 ] || stop 3 "run as root: installing a service needs it"
python=${PYTHON:-python3}
"$python" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
  stop 3 "Python 3.11 or newer with venv is needed: apt-get install python3 python3-venv, or PYTHON=python3.x $0 …"
if [ ! -e "$root$prefix/pyvenv.cfg" ] && [ -n "$(ls -A "$root$prefix" 2>/dev/null)" ]; then
  stop 3 "$root$prefix holds something that is no virtual environment: move it away, it would be emptied"
fi

if [ -z "$root" ]; then
  id "$user" >/dev/null 2>&1 ||
    useradd --system --user-group --home-dir /var/lib/edge-inspector --shell /usr/sbin/nologin "$user"
  ! getent group video >/dev/null || usermod --append --groups video "$user"  # the cameras' group, see the udev rule
fi
echo "virtual environment in $root$prefix"
"$root$prefix/bin/python" -c 'import pip' 2>/dev/null || "$python" -m venv --clear "$root$prefix"
pip() { "$root$prefix/bin/python" -m pip --quiet --disable-pip-version-check install "$@"; }
# First what the wheel needs, then the wheel itself, also where one of the same version is installed.
{ pip "$wheel" && pip --force-reinstall --no-deps "$wheel"; } ||
  stop 3 "pip could not install $wheel: its last lines say why; without network give it the wheels: PIP_FIND_LINKS=DIR"

install -d -m 0750 "$root/etc/edge-inspector" "$root/etc/edge-inspector/pki" "$root/var/lib/edge-inspector"
if [ ! -e "$root/etc/edge-inspector/station.toml" ]; then
  install -m 0640 "$here/station.production.toml" "$root/etc/edge-inspector/station.toml"
  echo "edit $root/etc/edge-inspector/station.toml, then: $prefix/bin/inspector config check …/station.toml"
fi
if [ ! -e "$root/etc/edge-inspector/http.token" ]; then
  (umask 077 && head -c 24 /dev/urandom | base64 >"$root/etc/edge-inspector/http.token")
fi
install -D -m 0644 "$here/systemd/edge-inspector.service" "$root/etc/systemd/system/edge-inspector.service"
install -D -m 0644 "$here/udev/99-edge-inspector.rules" "$root/etc/udev/rules.d/99-edge-inspector.rules"
install -D -m 0644 "$here/OPERATIONS.md" "$root/usr/share/doc/edge-inspector/OPERATIONS.md"
if [ -z "$root" ]; then
  chown -R "root:$user" /etc/edge-inspector  # the service reads its config; keys stay root's own, by their mode
  chown "$user:$user" /var/lib/edge-inspector
  if [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    udevadm control --reload
    echo "start it: systemctl enable --now edge-inspector"
  else
    echo "systemd does not run here: the unit is installed and starts with the next boot under systemd, once enabled"
  fi
fi
