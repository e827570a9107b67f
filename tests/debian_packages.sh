#!/bin/sh
# Installs the programs that tests drive and neither PyPI nor npm has: a browser, a reverse proxy, a checker of alerts.
# Does nothing when they are there. As root on Debian or Ubuntu it installs them with apt-get.
set -eu

missing=""
find_program() { PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$1" >/dev/null; }
find_program chromium || find_program chromium-browser || missing="$missing chromium"
find_program nginx || missing="$missing nginx-light"
find_program promtool || missing="$missing prometheus"
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    printf 'Falta para las pruebas:%s. Instálelo (por ejemplo «sudo apt-get install%s») y repita.\n' "$missing" "$missing" >&2
    exit 1
fi
printf 'Instalando%s …\n' "$missing" >&2
export DEBIAN_FRONTEND=noninteractive
# Debian starts a service it installs; the tests start what they need themselves.
[ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d && ours=yes; }
status=0
# shellcheck disable=SC2086 - one word for each package
{ apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 ||
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing >/dev/null; }; } >&2 || status=$?
[ "${ours:-}" != yes ] || rm -f /usr/sbin/policy-rc.d
exit $status
