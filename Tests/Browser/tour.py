#!/usr/bin/env python3
"""The pictures of the README and the documentation: scripts/screenshots takes them all, or those whose names are given.

Each stop: name, who looks (role, organisation; None is a citizen who has not signed in), path or what leads there, window width, theme.
"""

import pathlib
import sys

sys.dont_write_bytecode = True

from server import serving  # noqa: E402
from visitor import ROOT, Visitor  # noqa: E402



def asked(person):
    """A citizen's question, answered with its sources."""
    person.open("/ask")
    person.fill("text", "老板拖欠我三个月工资，没有签劳动合同，怎么办？")
    person.click("提问")
    person.sees("依据")
    return person


STOPS = [
    ("portal", None, "/", 390, "light"),
    ("portal", None, "/", 1440, "light"),
    ("answer", None, asked, 390, "light"),
    ("answer", None, asked, 1440, "dark"),
    ("find", None, "/find", 1440, "light"),
    ("matters", None, "/matters", 390, "light"),
    ("start", None, "/sign-in", 1440, "light"),
    ("start", None, "/sign-in", 390, "dark"),
    ("workbench", ("front_desk", "450103"), "/w", 1440, "light"),
    ("workbench", ("front_desk", "450103"), "/w", 390, "light"),
    ("home", ("supervisor", "450000"), "/w", 1440, "light"),
    ("list", ("supervisor", "450000"), "/w/work-order/work_order", 1440, "light"),
    ("list", ("supervisor", "450000"), "/w/work-order/work_order", 390, "dark"),
    ("supervision", ("supervisor", "450000"), "/w/boards/supervision", 1440, "light"),
    ("composition", ("supervisor", "450000"), "/w/boards/composition", 1440, "light"),
]


def main(names):
    folder = ROOT / "var/screenshots"
    with serving("sqlite") as server:
        person = Visitor(server.url)
        try:
            signed_in = None
            for name, who, path, width, theme in STOPS:
                if names and name not in names:
                    continue
                if who != signed_in:
                    person.driver.delete_all_cookies()
                    if who is not None:
                        person.enter_as(*who)
                    signed_in = who
                person.at_width(width).in_theme(theme)
                path(person) if callable(path) else person.open(path)
                picture = person.screenshot(name, width, theme, folder=folder)
                print(pathlib.Path(picture).relative_to(ROOT))
        finally:
            person.leave()


if __name__ == "__main__":
    main(sys.argv[1:])
