# Sourced by run, rathaus and test: finds a Python, makes .venv, installs the locked packages. Says one line where it cannot.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV="$ROOT/.venv"

stop_with() {
    printf '%s\n' "$*" >&2
    exit 1
}

find_python() {
    local candidate
    for candidate in ${RATHAUS_PYTHON:-} python3 python3.11 python3.12 python3.13; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            PYTHON=$candidate
            return
        fi
    done
    stop_with "Rathaus braucht Python 3.11 oder neuer; gefunden: $(python3 --version 2>/dev/null || echo keines). Abhilfe: sudo apt install python3 python3-venv"
}

checksum() {
    sha256sum "$@" 2>/dev/null | sha256sum | cut -c1-64
}

# ensure_environment run|dev: both lock files come from one pyproject.toml, so what is installed for dev serves run as well.
ensure_environment() {
    local want=$1 stamp
    stamp=$(checksum "$ROOT/requirements.lock" "$ROOT/requirements-dev.lock" "$ROOT/.ci/uv.txt")
    if [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c '' 2>/dev/null; then
        [ "$(cat "$VENV/rathaus-dev" 2>/dev/null)" = "$stamp" ] && return
        [ "$want" = run ] && [ "$(cat "$VENV/rathaus-run" 2>/dev/null)" = "$stamp" ] && return
    fi
    if ! ( : >"$ROOT/.write-test" ) 2>/dev/null; then
        stop_with "Der Ordner $ROOT ist schreibgeschützt. Abhilfe: den Ordner an einen beschreibbaren Ort kopieren und dort starten."
    fi
    rm -f "$ROOT/.write-test"
    exec 8>"$ROOT/.venv.lock"
    command -v flock >/dev/null && flock 8
    install_packages "$want" "$stamp"
    exec 8>&-
}

install_packages() {
    local want=$1 stamp=$2 lock="$ROOT/requirements.lock"
    [ "$want" = dev ] && lock="$ROOT/requirements-dev.lock"
    if ! { [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c '' 2>/dev/null; }; then
        find_python
        "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null \
            || stop_with "Diesem Python fehlt das Modul venv. Abhilfe: sudo apt install python3-venv"
        echo "Umgebung wird angelegt ($("$PYTHON" --version)) ..." >&2
        "$PYTHON" -m venv --clear "$VENV" || stop_with "Die Umgebung .venv ließ sich nicht anlegen (siehe oben)."
    fi
    echo "Pakete werden installiert (einmalig, etwa eine Minute) ..." >&2
    if ! { [ -x "$VENV/bin/uv" ] && [ "$(cat "$VENV/rathaus-uv" 2>/dev/null)" = "$(checksum "$ROOT/.ci/uv.txt")" ]; }; then
        "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r "$ROOT/.ci/uv.txt" \
            || stop_with "Das Installationswerkzeug uv ließ sich nicht laden. Abhilfe: Netzzugang prüfen und noch einmal starten."
        checksum "$ROOT/.ci/uv.txt" >"$VENV/rathaus-uv"
    fi
    UV_PYTHON_DOWNLOADS=never UV_NO_PROGRESS=1 "$VENV/bin/uv" pip install --quiet --python "$VENV/bin/python" --require-hashes -r "$lock" \
        || stop_with "Die Pakete ließen sich nicht installieren. Abhilfe: Netzzugang prüfen und noch einmal starten."
    "$VENV/bin/python" -c 'import sys, sysconfig, pathlib
pathlib.Path(sysconfig.get_path("purelib"), "rathaus.pth").write_text(sys.argv[1] + "\n", encoding="utf-8")' "$ROOT/src"
    printf '%s' "$stamp" >"$VENV/rathaus-$want"
}

# What ./run decided (demonstration, address, mail server) also holds for the command line; the caller's environment comes first.
load_instance() {
    local file="${RATHAUS_DATA:-$ROOT/var}/instance.env" name value
    [ -r "$file" ] || return 0
    while IFS='=' read -r name value; do
        [[ $name =~ ^RATHAUS_[A-Z_]+$ && -z ${!name+set} ]] && export "$name=$value"
    done <"$file"
    return 0
}
