"""Make .venv and the browser files from a bare checkout; with --dev, what the tests need too.

Runs on any Python from 3.9 with the standard library alone: it is what `make` calls first. Whatever is
already up to date is left alone, without the network.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
PYTHON = ROOT / ".venv" / "bin" / "python"
STAMPS = LOCAL / "setup.json"
UV = "uv==0.13.9"
RUN, DEV = "requirements.txt", "requirements-dev.txt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also test tools and Chromium")
    is_dev = parser.parse_args().dev
    os.chdir(ROOT)
    LOCAL.mkdir(mode=0o700, exist_ok=True)
    install_packages(DEV if is_dev else RUN)
    make_browser_files()
    if is_dev:
        find_chromium()


def install_packages(requirements: str) -> None:
    wanted = {RUN: digest(RUN, ".python-version")}
    if requirements == DEV:
        wanted[DEV] = digest(DEV, ".python-version")
    done = stamps()
    if PYTHON.exists() and all(done.get(name) == value for name, value in wanted.items()):
        return
    uv = find_uv()
    say("Installing Python and the packages in " + requirements)
    if not PYTHON.exists():
        run(
            uv, "venv", "--quiet", "--clear", "--python", Path(".python-version").read_text().strip(), ".venv"
        )
    run(uv, "pip", "sync", "--quiet", "--python", str(PYTHON), requirements)
    stamp({RUN: "", DEV: "", **wanted})


def make_browser_files() -> None:
    """static/vendor: npm's files, and the sprite of the icons that the code names now; quick when unchanged."""
    if not (ROOT / "static" / "vendor").is_dir():
        say("Fetching the browser files")
    run(str(PYTHON), "scripts/browser_files.py")


def find_uv() -> str:
    """uv from PATH, else the pinned one, installed into .local/uv."""
    found = shutil.which("uv")
    if found:
        return found
    ours = LOCAL / "uv"
    if not (ours / "bin" / "uv").exists():
        say("Installing uv into .local/uv")
        make_plain_venv(ours)
        run(str(ours / "bin" / "python"), "-m", "pip", "install", "--quiet", UV)
    return str(ours / "bin" / "uv")


def make_plain_venv(directory: Path) -> None:
    try:
        import ensurepip  # noqa: F401 -- Debian ships venv without it, in a package of its own
    except ImportError:
        apt_install("python3-venv", "Python's venv is not complete here")
    shutil.rmtree(directory, ignore_errors=True)
    run(sys.executable, "-m", "venv", str(directory))


def find_chromium() -> None:
    """The browser of the tests: JENIFER_CHROMIUM or chromium on PATH."""
    named = os.environ.get("JENIFER_CHROMIUM")
    if named and not os.access(named, os.X_OK):
        fail(f"JENIFER_CHROMIUM names {named}, which cannot be run.")
    if not named and not shutil.which("chromium"):
        apt_install(
            "chromium", "The browser tests need Chromium", hint=", or set JENIFER_CHROMIUM to its path"
        )


def apt_install(package: str, reason: str, hint: str = "") -> None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        fail(f"{reason}: install the package {package} (sudo apt-get install {package}){hint}.")
    say(f"{reason}: installing {package}")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = [apt, "install", "-qq", "-y", "--no-install-recommends", package]
    if subprocess.run(install, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode:
        run(apt, "update", "-qq")  # a fresh machine's list is empty or old
        run(*install)


def digest(*names: str) -> str:
    total = hashlib.sha256()
    for name in names:
        total.update((ROOT / name).read_bytes())
    return total.hexdigest()


def stamps() -> dict[str, str]:
    try:
        return dict(json.loads(STAMPS.read_text()))
    except (FileNotFoundError, ValueError):
        return {}


def stamp(fresh: dict[str, str]) -> None:
    STAMPS.write_text(json.dumps({**stamps(), **fresh}, indent=1))


def run(*command: str) -> None:
    # A Python that uv has to fetch stays in the checkout too.
    environment = {**os.environ, "UV_PYTHON_INSTALL_DIR": str(LOCAL / "python")}
    try:
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, env=environment)
    except subprocess.CalledProcessError as error:
        fail(f"{' '.join(command)} ended with exit code {error.returncode}; its own message is above.")


def say(sentence: str) -> None:
    print(sentence + " …", flush=True)


def fail(sentence: str) -> NoReturn:
    sys.exit(sentence)


if __name__ == "__main__":
    main()
