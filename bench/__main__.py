"""`make bench`: speed as ratios to a floor measured in the same run. Printed, never asserted."""

import subprocess
import sys

for part in ("imports", "conflicts", "today", "bells", "sync"):
    print(f"\n== {part}", flush=True)
    subprocess.run([sys.executable, "-m", f"bench.{part}"], check=True)
