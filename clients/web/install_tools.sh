#!/bin/sh
# Installs what the client is built, linted and tested with, as locked. Does nothing when it is there.
set -eu
cd "$(dirname "$0")"

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

command -v npm >/dev/null || fail "Falta Node.js (20.19 o más nuevo) con npm: instálelo y repita."
exec 9>.build.lock # the same that a build takes
flock 9
if ! cmp -s package-lock.json node_modules/.installed-tools-lock.json; then
    printf 'Instalando las herramientas del cliente web (npm) …\n' >&2
    npm ci --ignore-scripts --no-progress --loglevel=error >&2
    cp package-lock.json node_modules/.installed-lock.json
    cp package-lock.json node_modules/.installed-tools-lock.json
fi
