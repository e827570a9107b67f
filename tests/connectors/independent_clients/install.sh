#!/bin/sh
# Installs the third-party clients that the tests of the Socket.IO channel talk through. Does nothing when they are there.
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
