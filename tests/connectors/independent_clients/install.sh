#!/bin/sh
# Installs the third-party clients that the tests of the Socket.IO channel talk through: npm packages and Chromium.
# Does nothing when they are there. As root on Debian or Ubuntu it installs Chromium with apt-get.
set -eu
cd "$(dirname "$0")"

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

command -v npm >/dev/null || fail "Falta Node.js (18 o más nuevo) con npm: instálelo y repita."
if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
    printf 'Instalando los clientes independientes del chat (npm) …\n' >&2
    npm ci --ignore-scripts --no-progress --loglevel=error >&2
    cp package-lock.json node_modules/.installed-lock.json
fi

if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then
    command -v apt-get >/dev/null && [ "$(id -u)" = 0 ] ||
        fail "Falta Chromium: instálelo (por ejemplo «sudo apt-get install chromium») y repita."
    printf 'Instalando Chromium …\n' >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -qq --no-install-recommends chromium >/dev/null 2>&1 ||
        { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } >&2
fi
