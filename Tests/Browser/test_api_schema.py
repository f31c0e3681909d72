"""What the OpenAPI document describes is what happens: schemathesis tries it, as a front desk and as a supervisor."""

import json
import os
import pathlib
import random
import subprocess
import sys

import pytest

# Fixed, so that a red build means a change.
SEED = 20180101
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
SCHEMATHESIS = pathlib.Path(sys.executable).parent / "schemathesis"
STANDING = r"^/api/v1/(token|todos|notices|systems)$"


def chosen(document, role):
    """Regular expression of the paths to try. A whole run takes too long for every build: systems are drawn by the seed, others for each role."""
    systems = sorted(tag["name"] for tag in document["tags"])
    wanted = os.environ.get("BAGUI_API_SYSTEMS", "1")
    if wanted != "all":
        systems = sorted(random.Random(f"{SEED} {role}").sample(systems, min(int(wanted), len(systems))))
    print("systems tried:", ", ".join(systems))
    return STANDING + "|" + "|".join(rf"^/api/v1/{system}/" for system in systems)


@pytest.mark.parametrize("role, at", [("front_desk", "450103"), ("supervisor", "450000")])
def test_the_document_describes_what_happens(server, tmp_path, role, at):
    status, headers, body = server.get("/api/v1/openapi.json")
    assert status == 200 and headers["Content-Type"].startswith("application/json")
    document = json.loads(body)
    assert document["openapi"].startswith("3.1")
    command = [
        str(SCHEMATHESIS), "--no-color", "run", f"{server.url}/api/v1/openapi.json",
        "--header", f"Authorization: Bearer {server.token(role, at)}",
        "--include-path-regex", chosen(document, role), "--checks", CHECKS, "--phases", "examples,coverage,fuzzing",
        "--max-examples", os.environ.get("BAGUI_API_EXAMPLES", "2"), "--seed", str(SEED), "--request-timeout", "60", "--workers", "1",
    ]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False)
    assert run.returncode == 0, (run.stdout + run.stderr)[-6000:]
