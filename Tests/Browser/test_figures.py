"""Figures: each opens the list behind it, and a saved report stays what it was."""

import re
import urllib.parse

from orders import ORDER, REGION


def test_a_figure_opens_exactly_its_records(visitor):
    visitor.enter_as("leader", REGION).good().open("/w/stats").good()
    visitor.open(f"/w/stats?record={urllib.parse.quote(ORDER)}&from=2026-01-01&to=2026-12-31&indicator=accepted_count&by=organisation&by=month").good()
    figures = [link for link in visitor.all("#figures a[href*='/w/stats/behind']") if link.text.strip()]
    assert figures
    shown = int(re.sub(r"\D", "", figures[0].text))
    figures[0].click()
    visitor.sees(f"{shown}条记录").good()
    assert len(visitor.all("tbody tr")) == min(shown, 50)
    visitor.one("tbody tr a").click()
    assert visitor.all(".record-head")


def test_a_saved_report_is_proven(visitor):
    visitor.enter_as("leader", REGION).open(f"/w/stats?record={ORDER}&from=2026-01-01&to=2026-12-31&compare=before").good()
    visitor.one("form[action='/w/stats/reports'] button[type=submit], form[action='/w/stats/reports'] button:not([type])").click()
    visitor.sees("未被更改").good()
    visitor.click("已存报表").good()


def test_who_may_not_count_is_told_so(visitor):
    visitor.enter_as("sys_admin", REGION).excuse("status of 4").open(f"/w/stats?record={ORDER}")
    assert visitor.all("#figures a") == []
