#!/bin/sh
# Makes or refreshes .venv from uv.lock with Python 3.10. Extra arguments go to `uv sync` (for example --group dev).
# uv is taken from PATH when it works there, else installed into .uv/; Python 3.10 is found, else downloaded by uv.
set -eu
cd "$(dirname "$0")/../.."
unset VIRTUAL_ENV UV_PROJECT_ENVIRONMENT PYTHONHOME PYTHONPATH
UV_VERSION=0.13.9

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

[ "$(uname -s) $(uname -m)" = "Linux x86_64" ] ||
    fail "ChatNomina se instala en Linux x86_64: las ruedas de uv.lock son de esa plataforma."

# A pyenv shim named uv exists for every version and fails for most, so uv counts only when it answers.
find_uv() {
    for candidate in .uv/bin/uv uv "$HOME/.local/bin/uv" "$HOME/.cargo/bin/uv"; do
        if "$candidate" --version >/dev/null 2>&1; then
            uv=$candidate
            return 0
        fi
    done
    return 1
}

install_uv() {
    for python in python3 /usr/bin/python3 python3.13 python3.12 python3.11 python3.10 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python3; do
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 8))' >/dev/null 2>&1 || continue
        if "$python" -m venv --clear .uv >/dev/null 2>&1 && .uv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"; then
            return 0
        fi
    done
    return 1
}

if ! find_uv; then
    printf 'Instalando uv %s en .uv/ …\n' "$UV_VERSION" >&2
    install_uv && find_uv ||
        fail "No se pudo instalar uv: instálelo (https://docs.astral.sh/uv/) o instale python3 con venv y pip, y repita."
fi

if ! "$uv" python find --no-python-downloads 3.10 >/dev/null 2>&1; then
    for folder in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.10*/bin; do
        [ -x "$folder/python3.10" ] && PATH="$folder:$PATH" && break
    done
    "$uv" python find --no-python-downloads 3.10 >/dev/null 2>&1 || {
        printf 'Descargando Python 3.10 …\n' >&2
        "$uv" python install --quiet 3.10 ||
            fail "No hay Python 3.10 en esta máquina y no se pudo descargar: instálelo (por ejemplo «pyenv install 3.10») y repita."
    }
fi

# The page of the chat is built with Node.js: that of PATH when it is new enough, else that of a wheel.
node -e 'const [a, b] = process.versions.node.split("."); process.exit(+a > 20 || (+a === 20 && +b >= 19) ? 0 : 1)' \
    >/dev/null 2>&1 && command -v npm >/dev/null || set -- --group node "$@"

"$uv" sync --frozen --inexact --python 3.10 "$@" ||
    fail "No se pudo preparar el entorno de Python en .venv: la causa está en las líneas de arriba."
