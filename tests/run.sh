#!/usr/bin/env bash
# Runs every test: format, lints, the Rust tests, the notebook, the validation of the data package, statistics against other programs.
# Needs Rust and Python 3; what else it needs it installs into target/python and target/oracles.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s\n' "$*"; }

# A Python environment of our own, target/NAME with what tests/NAME/requirements.txt asks for. Debian ships Python without venv, so
# there the package is installed first.
python_environment() {
    local folder=target/$1 requirements=tests/$1/requirements.txt
    if [ -f "$folder/ready" ] && cmp -s "$requirements" "$folder/ready"; then
        return
    fi
    mkdir -p target
    rm -rf "$folder"
    if ! python3 -m venv "$folder" 2>/dev/null; then
        rm -rf "$folder"
        if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
            apt-get update -qq && apt-get install -y -qq python3-venv
            python3 -m venv "$folder"
        else
            echo "Python's venv module is missing; install it (on Debian and Ubuntu: apt-get install python3-venv)" >&2
            exit 1
        fi
    fi
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$requirements"
    cp "$requirements" "$folder/ready"
}

say "Python environments"
python_environment python
python_environment oracles
export FRAMESCOPE_PYTHON="$PWD/target/python/bin/python" FRAMESCOPE_ORACLES="$PWD/target/oracles/bin/python"

if cargo fmt --version >/dev/null 2>&1; then
    say "Format"
    cargo fmt --check
fi
if cargo clippy --version >/dev/null 2>&1; then
    say "Lints"
    cargo clippy --quiet --all-targets -- -D warnings
fi
say "Documentation"
RUSTDOCFLAGS="-D warnings" cargo doc --quiet --no-deps
say "Tests"
cargo test -- --include-ignored
