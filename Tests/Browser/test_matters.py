"""Matters of online handling: from a citizen's form by the front desk to the institution, and back."""

import time

AID = "apply-legal-aid/legal_aid_application"
FRAME = "online-handling/service_application"
COUNTY, CENTRE = "450103", "450103-LA01"

WAGES = {
    "form_type": "represent", "matter_kind": "labour_arb", "matter": "labour", "case_stage": "arbitration",
    "organ": "劳动人事争议仲裁委员会", "organ_area": COUNTY, "facts": "在工地做工三个月，被拖欠劳动报酬。", "claim": "请求支付劳动报酬。",
    "exempt_type": "migrant", # Nobody else of the journeys bears this name: the same application twice in thirty days is refused.
    "applicant": {"name": "申请人辛", "person_group": ["migrant_worker"]},
}


def handed_over(server, application):
    """The clock hands an accepted application on by itself; its view then."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        view = server.person("front_desk", COUNTY).view(FRAME, application)
        if view["counterpart"]:
            return view
        time.sleep(0.2)
    raise AssertionError(f"the application was not handed over: {view}")


def test_legal_aid_goes_across_and_the_decision_comes_back(visitor, server):
    citizen = server.person("citizen")
    aid = citizen.make(AID, "submit", **WAGES)
    assert aid["app_no"].startswith(f"{COUNTY}BL"), aid
    assert [line["rule"] for line in aid["eligibility"]][:2] == ["事项范围", "经济困难条件"]

    visitor.enter_as("front_desk", COUNTY).open(f"/w/{FRAME}/{aid['application']}")
    visitor.do("预审通过")
    case = handed_over(server, aid["application"])["counterpart"]

    visitor.enter_as("agency_clerk", CENTRE).open(f"/w/business-counterpart/counterpart_case/{case}")
    visitor.sees("演示对端")
    visitor.do("回执")
    visitor.do("给予法律援助", case_no="演示援〔2026〕1号")
    visitor.do("指派", assigned_org="演示律师事务所")

    aid = citizen.view(AID, aid["id"])
    assert (aid["state"], aid["case_no"], aid["assigned_org"]) == ("assigned", "演示援〔2026〕1号", "演示律师事务所")
    assert citizen.view(FRAME, aid["application"])["result_code"] == "granted"


def test_a_licence_asks_for_nothing_beside_the_guide(visitor, server):
    licence = server.person("citizen").make(
        "apply-licence/licence_application", "submit", item_kind="lawyer", accept_org="450100", applicant={"name": "申请人丙"})
    visitor.enter_as("line_officer", "450100").open(f"/w/apply-licence/licence_application/{licence['id']}")
    visitor.choose("一次性告知补正").put(supplement_0__item="无犯罪记录公证").send("一次性告知补正")
    visitor.refused("不得要求提供办事指南以外的材料")
    visitor.put(supplement_0__item="律师协会实习考核合格材料").send("一次性告知补正")
    assert visitor.state() == "待补正"
