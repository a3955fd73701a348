"""The guide's curl examples, run as they stand there."""

import re
import subprocess
from pathlib import Path

from jenifer.tests.factories import make_meeting, make_tenant
from orgs.scopes import ALL_SCOPES
from orgs.tests.api_clients import make_token

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def test_examples_of_the_guide_work(live_server, tmp_path):
    tenant = make_tenant()
    make_meeting(tenant.admin, tenant.executive)
    _token, key = make_token(tenant.admin)
    text = GUIDE.read_text()
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    script = "\n".join(blocks).replace("http://localhost:8000", live_server.url).replace("jnf_…", key)
    script = script.replace("curl -s ", "curl -sf ").replace("curl -si ", "curl -sfi ")
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert '"meeting_buffer_minutes":10' in done.stdout
    assert '"status":"done"' in done.stdout


def test_guide_names_every_area():
    areas = {scope.partition(":")[0] for scope in ALL_SCOPES}
    assert set(re.findall(r"`(\w+):(?:read|…)`", GUIDE.read_text())) == areas
