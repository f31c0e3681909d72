"""Every matter from the home page to the closed file, seen from both sides: the citizen at a browser, with scripts and without; the desk, the
institution and the window through the interface that their systems use. Each both ways on SQLite, and one of the two ways on PostgreSQL."""

import dataclasses
import random

import pytest

from filing import APPOINTMENT, CASE, CITY, COUNTY, FRAME, REGION, Filing
from identities import identity
from people import Refused

FIRM, GRASSROOTS, NOTARY, CENTRE, COMMITTEE = "450103-LF01", "450103-GL01", "450103-NO01", "450103-LA01", "450103-MC01"
FORENSIC, ARBITRATION = "450100-FI01", "450100-AC01"


def myself():
    """Whoever files, whatever the form calls him; somebody else each time."""
    own = {"name": "申请人甲", "phone": "13900000011", "id_type": "id_card", "id_no": identity(), "area_code": COUNTY}
    return {f"{party}.{name}": value for party in ("applicant", "person", "principal") for name, value in own.items()}


def legal_aid(filing):
    desk, clerk = filing.desk("front_desk", COUNTY), filing.desk("agency_clerk", CENTRE)
    # One notice with everything that is missing; no second one.
    desk.do(FRAME, filing.id, "ask_supplement", supplement=[{"item": "工作证明", "why": "没有能证明在工地做工的材料"}])
    filing.sees("请补正材料", "工作证明", "没有能证明在工地做工的材料", "只通知这一次")
    filing.does("frame/supplement")
    with pytest.raises(Refused) as refused:
        desk.do(FRAME, filing.id, "ask_supplement", supplement=[{"item": "户口簿"}])
    assert "一次性" in str(refused.value)
    passes(filing)
    case = filing.handed_over()
    clerk.do(CASE, case, "aid_review")
    clerk.do(CASE, case, "aid_grant", case_no="演示援〔2026〕78号")
    clerk.do(CASE, case, "aid_assign", assigned_org="演示律师事务所")
    filing.sees("演示律师事务所")
    clerk.do(CASE, case, "aid_handle")
    clerk.do(CASE, case, "aid_close")
    delivered_and_rated(filing, COUNTY)


def online_notarisation(filing):
    passes(filing)
    case = filing.handed_over()
    clerk = filing.desk("agency_clerk", NOTARY)
    clerk.do(CASE, case, "notary_accept")
    filing.sees("出具公证书", "公证法第30条")
    clerk.do(CASE, case, "notary_suspend", verify_way="supplement", verify_basis="需要核对出生医学证明")
    filing.sees("中止计时", "计时已停：需要核对出生医学证明")
    clerk.do(CASE, case, "notary_resume")
    clerk.do(CASE, case, "notary_issue", certificate_no="（2026）桂演证字第1号")
    delivered_and_rated(filing, COUNTY)


def mediation(filing):
    case = filing.handed_over("front_desk", COUNTY)
    mediator, request = filing.desk("mediator", COMMITTEE), filing.business()
    mediator.do(CASE, case, "acknowledge")
    mediator.do("apply-mediation/mediation_request", request, "invite")
    filing.sees("征询对方")
    mediator.do("apply-mediation/mediation_request", request, "agree")
    filing.sees("对方同意调解")
    people = [each for each in filing.desk("front_desk", COUNTY).list("legal-directory/dir_person", "kind == 'M'", 200)]
    mediator.do(CASE, case, "med_start", mediators=[people[0]["id"]])
    filing.sees("开始调解")
    mediator.do(
        CASE, case, "med_settle", agreement_form="written", agreement_on=filing.today(), signed=True, agreement_terms="对方三日内疏通排水沟。")
    filing.sees("达成调解协议", "司法确认")
    mediator.do(CASE, case, "med_perform")
    mediator.do(CASE, case, "med_close", performed="done")
    filing.rates()


def lawyer(filing):
    clerk, one = filing.desk("agency_clerk", FIRM), filing.business("agency_clerk", FIRM)
    kind = "apply-lawyer/lawyer_appointment"
    # Before the check of conflicts the firm does not see what it is about.
    assert "brief" not in clerk.view(kind, one)
    clerk.do(kind, one, "check_conflict", result="clear")
    assert clerk.view(kind, one)["brief"] == filing.answers["brief"]
    attended(filing, FIRM)
    clerk.do(kind, one, "record", consult_note="已解答，建议保存证据。", minutes=20)


def mandate(filing):
    clerk, one = filing.desk("agency_clerk", FIRM), filing.id
    offer = next(each["id"] for each in clerk.list("apply-lawyer/mandate_offer") if clerk.view("apply-lawyer/mandate_offer", each["id"])["appointment_ref"] == one)
    assert "brief" not in clerk.view("apply-lawyer/mandate_offer", offer)
    clerk.do("apply-lawyer/mandate_offer", offer, "check_conflict", found="clear")
    assert clerk.view("apply-lawyer/mandate_offer", offer)["brief"] == filing.answers["brief"]
    clerk.do("apply-lawyer/mandate_offer", offer, "answer", reply="愿意代理，请带借条到本所面谈。")
    filing.sees("委托意向", "律所已回应", "青秀信义律师事务所", "愿意代理，请带借条到本所面谈。")
    clerk.do("apply-lawyer/mandate_offer", offer, "report_result", result="signed")
    filing.sees("已签约")


def grassroots(filing):
    clerk, one = filing.desk("agency_clerk", GRASSROOTS), filing.business("agency_clerk", GRASSROOTS)
    attended(filing, GRASSROOTS)
    clerk.do("apply-grassroots/grassroots_request", one, "report_result", result="served", note="已说明宅基地登记的办法。")
    assert clerk.view("apply-grassroots/grassroots_request", one)["state"] == "closed"


def forensic(filing):
    filing.handed_over("front_desk", CITY)
    clerk, one = filing.desk("agency_clerk", FORENSIC), filing.business("front_desk", CITY)
    kind = "apply-forensic/forensic_request"
    clerk.do(kind, one, "accept")
    filing.sees("鉴定机构已受理")
    clerk.do(kind, one, "start", contract_effective_on=filing.today())
    filing.sees("正在鉴定", "司法鉴定程序通则第28条")
    clerk.do(kind, one, "issue", opinion_no="演示鉴〔2026〕文字第1号")
    clerk.do(kind, one, "deliver")
    filing.sees("已送达").rates()


def arbitration(filing):
    filing.handed_over("front_desk", CITY)
    clerk, one = filing.desk("agency_clerk", ARBITRATION), filing.business("front_desk", CITY)
    kind = "apply-arbitration/arbitration_request"
    clerk.do(kind, one, "ask_supplement", supplement_note="请补交合同原文，写明仲裁机构的名称")
    filing.sees("请补正材料", "请补交合同原文")
    filing.does("business/supplement", supplied_note="补交合同第九条。")
    clerk.do(kind, one, "accept", case_no="演示仲字〔2026〕1号")
    filing.sees("仲裁机构已受理")
    clerk.do(kind, one, "progress", node_text="已组成仲裁庭")
    filing.sees("已组成仲裁庭")
    clerk.do(kind, one, "conclude")
    filing.rates()


def qualification(filing):
    filing.handed_over("front_desk", CITY)
    officer, one = filing.desk("line_officer", CITY), filing.business("front_desk", CITY)
    kind = "apply-legal-qualification/lpq_application"
    officer.do(kind, one, "ask_supplement", supplement_note="请补交遗失声明")
    filing.sees("请补正材料", "请补交遗失声明")
    filing.does("business/supplement", supplied_note="遗失声明见附件。")
    officer.do(kind, one, "accept")
    filing.sees("审查和办理", "法律职业资格管理办法")
    officer.do(kind, one, "finish", result_note="新证书已制作，请带身份证领取。")
    filing.sees("新证书已制作").rates()


def licence(filing):
    officer, one = filing.desk("line_officer", CITY), filing.business("front_desk", CITY)
    kind = "apply-licence/licence_application"
    listed = officer.view(kind, one)["guide_materials"]
    # Nothing that the guide does not list may be asked for.
    with pytest.raises(Refused):
        officer.do(kind, one, "ask_supplement", supplement=[{"item": "村委会证明"}])
    officer.do(kind, one, "ask_supplement", supplement=[{"item": listed[0], "why": "照片不清楚"}])
    filing.sees("请补正材料", listed[0], "照片不清楚")
    filing.does("frame/supplement")
    officer.do(kind, one, "accept")
    filing.handed_over("front_desk", CITY)
    officer.do(kind, one, "start_review")
    officer.do(kind, one, "report", review_opinion="材料齐全，符合法定条件。")
    filing.sees("初审已完成")
    filing.desk("deputy_leader", REGION).do(kind, one, "grant", decision_no="桂演许〔2026〕1号", licence_no="演示1")
    filing.sees("准予行政许可")
    delivered_and_rated(filing, CITY)


def passes(filing):
    """The front desk ticks every paper, and the application becomes an order."""
    desk = filing.desk("front_desk", COUNTY)
    held = desk.view(FRAME, filing.id)["materials"]
    desk.do(FRAME, filing.id, "prereview_pass", checklist=[{"item": each["material_item"], "ok": True} for each in held])


def delivered_and_rated(filing, at):
    filing.desk("window", at).do(FRAME, filing.id, "deliver", delivery="window")
    filing.sees("已送达").rates()


def attended(filing, org):
    """The institution confirms, the citizen comes, is served, and rates."""
    clerk = filing.desk("agency_clerk", org)
    clerk.do(APPOINTMENT, filing.id, "confirm")
    filing.sees("已确认").does("frame/check_in").sees("已到场")
    clerk.do(APPOINTMENT, filing.id, "start")
    clerk.do(APPOINTMENT, filing.id, "finish", result_note="已当面解答。")
    filing.sees("已完成").rates("您的评价")


@dataclasses.dataclass
class Matter:
    slug: str
    answers: dict
    handled: object
    offices: tuple = ()
    # A time that an institution opens: (institution, service).
    time: tuple | None = None
    # Who sees it from the other side.
    seen_by: tuple = ("front_desk", COUNTY)


MATTERS = {
    "legal aid": Matter("legal-aid", {
        "form_type": "represent", "matter_kind": "labour_arb", "no_limit_type": "", "matter": "labour", "exempt_type": "migrant",
        "case_stage": "arbitration", "organ": "青秀区劳动人事争议仲裁委员会", "organ_area": COUNTY, "facts": "在工地做工三个月没有拿到工资。",
        "claim": "请求支付拖欠的工资", "amount": "18600", "where_accept_center": COUNTY, "safe_mode": "false",
    }, legal_aid, ("青秀区法律援助中心",)),
    "online notarisation": Matter("notary", {
        "purpose": "孩子入学", "authenticate": "false", "matter": "birth", "involves_realty": "false", "dispute_exists": "false",
        "interest": "本人的孩子", "mode": "online", "where_office": COUNTY, "jurisdiction_basis": "domicile", "copies": "1", "zhuang_text": "true",
        "fee_reduce": "",
    }, online_notarisation, ("青秀区公证处",)),
    "mediation": Matter("mediation", {
        "dispute_type": "neighbour", "other_channel": "none", "area_code": COUNTY, "township": "南湖街道", "facts": "两家因排水沟堵塞发生争执。",
        "claim": "疏通排水沟", "applicants[0].name": "申请人甲", "applicants[0].phone": "13900000011", "respondents[0].name": "对方乙",
        "where_committee": COUNTY, "mode": "onsite", "is_public": "false",
    }, mediation, ("青秀区人民调解委员会",)),
    "lawyer": Matter("lawyer", {
        "purpose_kind": "public_consult", "law_field": "debt", "brief": "朋友借钱不还，想当面咨询。", "where_firm": COUNTY,
    }, lawyer, ("青秀信义律师事务所",), (FIRM, "consult"), ("agency_clerk", FIRM)),
    "mandate": Matter("lawyer", {
        "purpose_kind": "mandate", "law_field": "debt", "brief": "朋友借钱不还，想请律师起诉。", "opponent": "对方丙", "where_firms": COUNTY,
        "contact_consent": "true",
    }, mandate, ("青秀信义律师事务所",)),
    "grassroots service": Matter("grassroots", {
        "service": "consult", "law_field": "land", "brief": "宅基地界址不清。", "where_office": COUNTY, "contact_consent": "true",
    }, grassroots, ("青秀基层法律服务所",), (GRASSROOTS, "consult"), ("agency_clerk", GRASSROOTS)),
    "forensic": Matter("forensic", {
        "use": "non_litigation", "principal_kind": "individual", "category": "document", "request_text": "鉴定借条上的签名是不是对方所写。",
        "material_list[0].name": "借条", "material_list[0].kind": "paper", "material_list[0].qty": "1", "first_or_re": "first",
        "same_elsewhere": "false", "where_institution": CITY, "slot": "",
    }, forensic, ("南宁市司法鉴定中心",), seen_by=("front_desk", CITY)),
    "arbitration": Matter("arbitration", {
        "dispute_class": "property", "agreement_state": "written", "agreement_kind": "clause", "agreement_text": "因本合同发生的争议提交南宁仲裁委员会仲裁。",
        "applicants[0].name": "申请人甲", "applicants[0].phone": "13900000011", "applicants[0].address": "南宁市青秀区",
        "respondents[0].name": "对方乙", "respondents[0].address": "柳州市城中区", "claims": "请求支付货款。", "facts": "对方拖欠货款。",
        "evidence[0].name": "买卖合同", "preserve": "false", "online_consent": "true",
    }, arbitration, ("南宁仲裁委员会",), seen_by=("front_desk", CITY)),
    "qualification": Matter("qualification", {
        "service": "reissue", "apply_area": CITY, "old_cert_no": "A20204501030001", "change_note": "证书遗失，申请补发。",
    }, qualification, seen_by=("front_desk", CITY)),
    "licence": Matter("licence", {
        "item_kind": "lawyer", "sub_type": "new", "intern_years": "1", "accept_org": CITY, "applicant.kind": "natural",
    }, licence, seen_by=("front_desk", CITY)),
}

TIMES = [f"{hour:02d}:{minute:02d}" for hour in range(9, 17) for minute in range(5, 50, 15)]


def walked(name, person, server, folder):
    matter = MATTERS[name]
    paper = folder / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4\n% a paper of nobody\n")
    filing = Filing(person, server, matter.slug, {**myself(), **matter.answers}, paper, matter.offices)
    if matter.time:
        # Others may have booked there; one that no other journey takes.
        filing.offers(*matter.time, TIMES.pop(random.randrange(len(TIMES))))
    filing.begins().fills_in().submits(f"139{random.randrange(10**8):08d}")
    assert len(filing.asked) > 3
    if filing.number:
        # From the other side: the same number, received.
        view = filing.frame(*matter.seen_by)
        assert filing.number in (view.get("app_no"), view.get("appt_no"))
        person.open("/me/matters").sees(filing.number)
    matter.handled(filing)
    filing.sees()
    assert "回到进度" not in person.main()


@pytest.mark.parametrize("name", MATTERS)
def test_a_matter_is_walked_from_the_home_page_to_its_end_with_scripts(name, visitor, server, tmp_path):
    walked(name, visitor, server, tmp_path)


@pytest.mark.parametrize("name", MATTERS)
def test_a_matter_is_walked_from_the_home_page_to_its_end_without_scripts(name, citizen_without_javascript, server, tmp_path):
    walked(name, citizen_without_javascript, server, tmp_path)


@pytest.mark.parametrize("each_server", ["postgres"], indirect=True)
@pytest.mark.parametrize("name", MATTERS)
def test_a_matter_is_walked_from_the_home_page_to_its_end_on_postgres(name, each_server, request, tmp_path):
    # What scripts do is the browser's affair and not the database's: every other matter does without.
    way = "each_visitor" if list(MATTERS).index(name) % 2 == 0 else "each_without_javascript"
    walked(name, request.getfixturevalue(way), each_server, tmp_path)
