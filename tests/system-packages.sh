#!/usr/bin/env bash
# Installs what the tests need from Debian's packages, where it is missing: PostgreSQL, Redis, Chromium.
set -euo pipefail
missing=()
[ -n "${CALSYNC_TEST_POSTGRES:-}" ] || compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || missing+=(postgresql)
[ -n "${CALSYNC_TEST_REDIS:-}" ] || command -v redis-server > /dev/null || missing+=(redis-server)
command -v chromium > /dev/null || missing+=(chromium)
[ ${#missing[@]} -gt 0 ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
  echo "the tests need ${missing[*]}: install them, or name running services by CALSYNC_TEST_POSTGRES and CALSYNC_TEST_REDIS" >&2
  exit 1
fi
echo "installing ${missing[*]} from Debian's packages"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq > /dev/null
# Debian starts a server of its own after the install; the tests bring their own on free ports.
RUNLEVEL=1 apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
