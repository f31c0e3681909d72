"""What a citizen does beside filing: rates, objects by having it done again, complains; acts for a ward; photographs his papers; goes to a talk;
reads what his own county says of a guide. With scripts and without, where it is a page's affair."""

import random
import re

import pytest

from filing import CITY, COUNTY, REGION, Filing
from identities import identity
from orders import ORDER, replied
from test_journeys import MATTERS, myself
from test_own_account import signs_in


@pytest.fixture(params=["with scripts", "without scripts"])
def citizen(request):
    return request.getfixturevalue("visitor" if request.param == "with scripts" else "citizen_without_javascript")


def looked_at(person):
    """axe is a script: where none run, the same page has been looked at where they do."""
    return person.good() if person.javascript else person


def following(person, server, address):
    """A matter that is there already."""
    filing = Filing(person, server, None, {}, None)
    filing.address = address
    return filing


def test_an_answer_is_rated_low_done_again_and_complained_of(citizen, server):
    citizen.enter_as("citizen")
    order = replied(server)
    filing = following(citizen, server, f"/progress/order/{order['id']}").sees("可以先与公司协商", "申请劳动仲裁")
    filing.does("frame/rate", satisfaction="2", comment="没有说怎么申请").sees("已办结", "您的评价")
    # A low one waits for the supervisor, and not for those whom it is about.
    supervisor = server.person("supervisor", CITY)
    assert supervisor.about("interaction/rating", order["id"])["state"] == "low"
    filing.does("frame/reopen", reason="还是不知道去哪里申请", reopen_kind="unsolved").sees("已受理")
    desk = server.person("front_desk", COUNTY)
    assert desk.view(ORDER, order["id"])["reopen_count"] == 1
    assert "您的评价" not in citizen.main()
    citizen.open(filing.address)
    filing.presses("a.button[href$='/do/frame/complain']")
    # Nothing said: the form names what is missing, and keeps the rest.
    citizen.one("[name='facts']")
    citizen.put_in(citizen.panel(), "matter", "late")
    citizen.put_in(citizen.panel(), "facts", "答复以后三天没有人接电话。")
    filing.presses(".form-buttons button")
    citizen.sees("投诉已收到")
    number = re.search(r"\d{6}TS\d+", citizen.text()).group(0)
    citizen.open("/me/matters").sees(number)
    complaint = next(each for each in server.person("supervisor", REGION).list("interaction/complaint", None, 200) if each["complaint_no"] == number)
    assert server.person("supervisor", REGION).view("interaction/complaint", complaint["id"])["related"].endswith(order["id"])


def test_a_parent_files_for_a_child_after_the_desk_has_seen_the_papers(visitor, server, tmp_path):
    child = f"被监护人{random.randrange(10**4):04d}"
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4\n% a paper of nobody\n")
    signs_in(visitor, "/me/identity").sees("证明身份")
    for name, value in {"name": "申请人甲", "id_type": "id_card", "id_no": identity()}.items():
        visitor.put_in(visitor.panel(), name, value)
    page = following(visitor, server, "/me/family")
    page.presses("main form.form .form-buttons button")
    visitor.open("/me/family").sees("没有记录")
    page.presses("a[href='/me/do/citizen-account/guardianship/new/claim']")
    desk = server.person("front_desk", COUNTY)
    before = {each["id"] for each in desk.list("citizen-account/guardianship", "state == 'pending'", 200)}
    visitor.put_in(visitor.panel(), "ward.name", child)
    visitor.put_in(visitor.panel(), "ward.birth_date", "2016-05-01")
    visitor.put_in(visitor.panel(), "relation", "parent")
    visitor.put_in(visitor.panel(), "to", "2034-05-01")
    proof = visitor.one("[name='proof[0].file']:not([type=hidden])")
    visitor.uncover(proof)
    proof.send_keys(str(paper))
    visitor.until(lambda: visitor.all(".files li"), "the proof did not go up")
    page.presses("main form.form .form-buttons button")
    visitor.sees("待核")
    waiting = [each["id"] for each in desk.list("citizen-account/guardianship", "state == 'pending'", 200) if each["id"] not in before]
    assert len(waiting) == 1
    desk.do("citizen-account/guardianship", waiting[0], "verify", seen_original=True)
    visitor.open("/me/family").click(f"为{child}办事").sees(f"现在为{child}办事")
    # Of his own will and of nobody else's: the law's own words.
    visitor.open("/matters/qualification/start").sees("须本人申请").good()
    matter = MATTERS["legal aid"]
    own = {**myself(), **matter.answers, "applicant.name": child, "applicant.id_no": identity("20160501")}
    filing = Filing(visitor, server, "legal-aid", own, paper, matter.offices)
    visitor.open("/matters/legal-aid/start").sees("为谁办").sees(child).good()
    filing.presses(".form-buttons button")
    visitor.sees(f"为{child}办理，您是监护人").good()
    filing.fills_in()
    visitor.sees(f"为{child}办理").good()
    filing.presses(".form-buttons button")
    visitor.sees("已经收到")
    filing.presses("main a.button[href^='/progress/']")
    visitor.sees(f"为{child}办理，由申请人甲代为办理").good()
    filing.address = visitor.driver.current_url.replace(visitor.url, "").split("?")[0]
    view = desk.view("apply-legal-aid/legal_aid_application", filing.business())
    assert view["agent_relation"] == "statutory" and view["applicant"]["name"] == child


def test_a_phone_photographs_the_papers_at_once(visitor, tmp_path):
    photo = tmp_path / "image.jpg"
    photo.write_bytes(bytes.fromhex("ffd8ffe000104a46494600010100000100010000") + b"\0" * 64 + b"\xff\xd9")
    filing = Filing(visitor, None, "mediation", {**myself(), **MATTERS["mediation"].answers}, photo, MATTERS["mediation"].offices)
    filing.begins().fills_in()
    visitor.at_width(390, 844).driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    try:
        visitor.open("/matters/mediation/start/materials?change=1")
        button = visitor.one("button.camera")
        assert button.is_displayed() and button.text.startswith("拍照")
        visitor.good()
        shot = visitor.one("input[type=file][capture=environment]")
        shot.send_keys(str(photo))
        visitor.until(lambda: "已上传" in visitor.one("form .files").text, "the photograph did not go up")
        filing.presses(".form-buttons button")
        visitor.sees("image.jpg")
    finally:
        visitor.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    visitor.at_width(1440).open("/matters/mediation/start/materials?change=1")
    assert not visitor.all("button.camera")


def test_a_talk_is_found_and_signed_up_for(citizen, server):
    citizen.open("/").open("/learn").sees("民法典进社区").click("民法典进社区")
    looked_at(citizen.sees("还有名额"))
    address = citizen.driver.current_url.replace(citizen.url, "")
    page = following(citizen, server, address)
    left = int(re.search(r"(\d+)个，共40个", citizen.text()).group(1))
    page.presses("section.activity a.button")
    looked_at(signs_in(citizen, address).sees("一共几个人"))
    citizen.fill("name", "申请人甲")
    citizen.fill("phone", "19000000011")
    citizen.fill("persons", "2")
    page.presses("section.activity .form-buttons button")
    looked_at(citizen.sees("您已经报名").sees(f"{left - 2}个，共40个"))
    clerk = server.person("info_clerk", REGION)
    assert any(each["persons"] == 2 for each in clerk.list("law-pop-portal/activity_signup"))
    citizen.click("取消报名").sees("已取消报名").sees(f"{left}个，共40个")


def test_a_guide_says_where_it_is_done_in_ones_own_county(citizen, server):
    item = next(each for each in server.person("front_desk", COUNTY).list("service-guide/service_item", "service_line == 'legal_aid'"))
    kind = "service-guide/local_guide"
    published = server.person("pls_admin", COUNTY).list(kind, f"state == 'published' && org == '{COUNTY}'")
    if not published:
        own = server.person("front_desk", COUNTY).make(
            kind, "create", item=item["id"], windows=[{"place": "青秀区公共法律服务中心二楼", "hours": "周一至周六 9:00–17:00", "phone": "0771-5550012"}])
        server.person("pls_admin", COUNTY).do(kind, own["id"], "publish")
    citizen.open(f"/matters/{item['item_code']}")
    assert "青秀区公共法律服务中心二楼" not in citizen.text()
    citizen.put_in(citizen.one("main form:has([name='place'])"), "place", COUNTY)
    looked_at(citizen.click("看这里的").sees("青秀区公共法律服务中心二楼").sees("青秀区司法局"))
