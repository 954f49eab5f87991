#!/usr/bin/env bash
# Installs a station from a wheel: user, virtual environment, service, udev rule. Idempotent; run as root.
# Usage: deploy/install.sh edge_inspector-*.whl
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
wheel=${1:?usage: deploy/install.sh WHEEL}
prefix=${PREFIX:-/opt/edge-inspector}
root=${DESTDIR:-}

[ -f "$wheel" ] || { echo "$wheel: no such file" >&2; exit 2; }
if [ -z "$root" ]; then
  [ "$(id -u)" = 0 ] || { echo "run as root: installing a service needs it" >&2; exit 3; }
  id edge-inspector >/dev/null 2>&1 || useradd --system --home-dir /var/lib/edge-inspector --shell /usr/sbin/nologin edge-inspector
fi
echo "virtual environment in $root$prefix"
[ -x "$root$prefix/bin/python" ] || python3 -m venv "$root$prefix"
"$root$prefix/bin/python" -m pip install --quiet --disable-pip-version-check --upgrade "$wheel"
install -d -m 0750 "$root/etc/edge-inspector" "$root/etc/edge-inspector/pki"
if [ ! -e "$root/etc/edge-inspector/station.toml" ]; then
  install -m 0640 "$here/station.production.toml" "$root/etc/edge-inspector/station.toml"
  echo "edit $root/etc/edge-inspector/station.toml, then: inspector config check"
fi
if [ ! -e "$root/etc/edge-inspector/http.token" ]; then
  (umask 077 && head -c 24 /dev/urandom | base64 > "$root/etc/edge-inspector/http.token")
fi
install -D -m 0644 "$here/systemd/edge-inspector.service" "$root/etc/systemd/system/edge-inspector.service"
install -D -m 0644 "$here/udev/99-edge-inspector.rules" "$root/etc/udev/rules.d/99-edge-inspector.rules"
if [ -z "$root" ] && [ -d /run/systemd/system ]; then
  chown -R root:edge-inspector /etc/edge-inspector
  systemctl daemon-reload
  udevadm control --reload
  echo "start it: systemctl enable --now edge-inspector"
fi
