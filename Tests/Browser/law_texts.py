"""The texts of a few laws for the robot under test: from the data beside the project, or none."""

import functools
import gzip
import os
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
STATUTES = ROOT.parent / "shared/data/legal-qa/kb_statutes.jsonl.gz"
LAWS = ("劳动合同法", "劳动法", "民法典")
FOLDER = tempfile.TemporaryDirectory(prefix="bagui-texts-")


@functools.cache
def index(program):
    """The path of an index over them; one that is not there when the data is not: then answers name articles without their text."""
    path = pathlib.Path(FOLDER.name) / "index.bkx"
    if not STATUTES.is_file():
        print(f"no texts of the law: {STATUTES.name} is not beside the project")
        return str(path)
    lines = pathlib.Path(FOLDER.name) / "laws.jsonl"
    wanted = tuple(f'{{"id": "{law}' for law in LAWS)
    with gzip.open(STATUTES, "rt", encoding="utf-8") as every, lines.open("w", encoding="utf-8") as few:
        few.writelines(line for line in every if line.startswith(wanted))
    subprocess.run([program, "knowledge", "import", "--index", path, lines], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return str(path)


def are_there(program):
    return os.path.exists(index(program))
