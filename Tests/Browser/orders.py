"""Work orders as journeys begin with: made through the API by whoever would have made them."""

import itertools

ORDER = "work-order/work_order"
REGION, CITY, COUNTY, OFFICE = "450000", "450100", "450103", "450103-S01"
OTHER_COUNTY, OTHER_CITY = "450102", "450200"

WAGES = {
    "kind": "ZX", "nature": "legal", "law_field": "wage", "service_line": "legal_aid", "area_code": COUNTY, "urgency": "normal",
    "content": "公司拖欠工资三个月，多次催要未果。应当怎样主张？",
}
PROCEDURE = {
    "kind": "ZX", "nature": "procedure", "service_line": "notary", "area_code": COUNTY, "urgency": "normal",
    "content": "办理继承公证需要带哪些材料，几个工作日可以办好？",
}
HANDLING = {
    "kind": "BL", "service_line": "legal_aid", "area_code": COUNTY, "urgency": "normal",
    "content": "申请法律援助，请求支付劳动报酬，材料已在窗口提交。",
}
WAGE_LAW = [{"law": "中华人民共和国劳动法", "article": "第五十条"}]

numbers = itertools.count(1)


def applicant():
    """Plainly made up, and never the same twice: orders of one party would be offered for merging."""
    return {"role": "applicant", "kind": "natural", "name": f"申请人甲{next(numbers)}"}


def at_window(server, at=COUNTY, what=WAGES, account="citizen", **more):
    """An order that the front desk registers for a visitor with an account; its view."""
    values = {"title": f"窗口登记的诉求{next(numbers)}", "channel": "window", "parties": [applicant()], "account": account}
    return server.person("front_desk", at).make(ORDER, "submit", **{**what, **values, **more})


def from_the_web(server, what=WAGES, **more):
    """An order that a citizen submits: it waits at the region's desk."""
    server.person("citizen")
    return server.person("citizen").make(ORDER, "submit", **{**what, "title": f"网上提交的诉求{next(numbers)}", "parties": [applicant()], **more})


def accepted(server, at=COUNTY, what=WAGES, **more):
    order = at_window(server, at, what, **more)
    return server.person("front_desk", at).do(ORDER, order["id"], "accept")


def taken_up(server, at=COUNTY, what=WAGES, **more):
    order = accepted(server, at, what, **more)
    desk = server.person("front_desk", at)
    # One number in ten is drawn for a second pair of eyes: journeys of one pair pass it over.
    while desk.view(ORDER, order["id"]).get("review_required"):
        order = accepted(server, at, what, **more)
    return server.person("front_desk", at).do(ORDER, order["id"], "take_up")


def with_team(server, at=CITY, what=WAGES, to=None, **more):
    """Assigned to the legal team of a city or the region: to its pool, or to one of its people."""
    order = accepted(server, at, what, **more)
    desk = server.person("front_desk", at)
    while what.get("law_field") != "criminal" and desk.view(ORDER, order["id"]).get("review_required"):
        order = accepted(server, at, what, **more)
    return server.person("front_desk", at).do(ORDER, order["id"], "assign_team", **({"to_user": to} if to else {}))


def replied(server, at=COUNTY, **more):
    order = taken_up(server, at, **more)
    return server.person("front_desk", at).do(ORDER, order["id"], "reply", reply_public="可以先与公司协商，协商不成的申请劳动仲裁。", legal_basis=WAGE_LAW)


def closed(server, satisfaction="5", at=COUNTY, comment=None, **more):
    order = replied(server, at, **more)
    return server.person("citizen").do(ORDER, order["id"], "rate", satisfaction=satisfaction, **({"comment": comment} if comment else {}))
