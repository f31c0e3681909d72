import HTML
import Site

/// A guide on its page: what one has to know before going, and what of it applies to one's own case.
struct GuideView: Sendable {
    let guide: Guide
    let matter: Matter?
    /// By question: the option chosen.
    let chosen: [Int?]
    let query: QueryValues
    /// Places that say something of their own.
    var locals: [Guides.Local] = []
    /// Where the citizen is, as far as it is known: a division's code.
    var place: String?

    /// What his county says, else his city.
    private var local: Guides.Local? {
        guard let place, place.utf8.count == 6 else { return nil }
        return locals.first { $0.org == place } ?? locals.first { $0.org == "\(place.prefix(4))00" }
    }
    private var promised: String { local?.promisedLimit.nonEmpty ?? guide.promisedLimit }

    private var applied: (materials: [Guide.Material], fees: [Guide.Fee], notes: [String]) { guide.applied(chosen) }

    var html: HTML {
        let start: HTML =
            matter.map { matter in
                guide.isSuspended
                    ? notice("暂停办理", .soon, body: "<p>\(guide.stopReason)</p>")
                    : linkButton("开始办理", to: QueryValues([("item", guide.code)]).address(StartPages.start(matter)), .primary)
            } ?? .empty
        return """
            \(breadcrumb([NavItem("办事", to: "/matters"), NavItem(guide.name, to: "")]))\(pageHead(guide.name))\(matter.map { "<p>\($0.summary)</p>" as HTML })
            <dl class="key-facts"><div><dt>谁来受理</dt><dd>\(guide.receives)</dd></div><div><dt>多久办好</dt><dd>\(promised.isEmpty ? guide.legalLimit : promised)</dd></div><div><dt>收费吗</dt><dd>\(guide.isCharged ? "收费" : "不收费")</dd></div><div><dt>要跑几次</dt><dd>\(guide.visits == "0" ? "不用跑" : "\(guide.visits)次")</dd></div></dl>
            <div class="buttons">\(start)\(linkButton("问一问", to: QueryValues([("q", "\(guide.name)怎么办")]).address("/ask"), icon: .chat))<button type="button" class="button secondary" data-print hidden>\(icon(.print))打印</button></div>
            \(situations)\(section("怎么办", steps))\(section("要什么材料", materials))\(section("表格和示范", papers))\(section("多长时间", limits))\(section("收费", fees))\(section("办好了拿到什么", guide.result.isEmpty ? .empty : "<p>\(guide.result)</p>"))\(section("在哪里办", windows))\(section("谁可以办", text(guide.conditions)))\(section("什么情况不受理", text(guide.refusals)))\(section("大家常问", questions))\(section("容易出错的地方", list(guide.mistakes)))\(section("不同意结果怎么办", text(guide.remedies)))\(section("依据", list(guide.basis)))
            <p class="help">指南第\(guide.versionNumber)版，\(guide.validFrom)起施行。</p>
            """
    }

    private func section(_ title: String, _ body: HTML) -> HTML { body.isEmpty ? .empty : "<section><h2>\(title)</h2>\(body)</section>" }
    private func text(_ text: String) -> HTML { text.isEmpty ? .empty : "<p>\(paragraphs(text))</p>" }
    private func list(_ items: [String]) -> HTML { items.isEmpty ? .empty : "<ul>\(items.html { "<li>\($0)</li>" })</ul>" }

    /// A few questions decide which materials and fees apply.
    private var situations: HTML {
        guard !guide.situations.isEmpty else { return .empty }
        let fields = guide.situations.enumerated().map { index, situation in
            FormField(
                "s\(index)", situation.question,
                .choice(situation.options.enumerated().map { Choice("\($0.offset)", $0.element.text) }, .radios),
                value: chosen.indices.contains(index) ? chosen[index].map { String($0) } : nil)
        }
        let isAnswered = chosen.contains { $0 != nil }
        return """
            <section class="card situations"><h2>哪些适用于我？</h2><form class="form" method="get" action="\(url: "/matters/\(guide.address)")">\(query["place"].map { hiddenInput("place", $0) } ?? .empty)<div class="form-fields">\(fields)</div><div class="buttons">\(button("按我的情况看", .secondary))\(isAnswered ? linkButton("重新选", to: "/matters/\(guide.address)") : .empty)</div></form>\(HTML.when(isAnswered, "<p class='saved-note'>\(icon(.check))下面的材料和收费已经按您的情况列出</p>\(explained)"))</section>
            """
    }

    /// Answer by answer: what follows from it, and what does not change.
    private var explained: HTML {
        let rows = zip(guide.situations, chosen).compactMap { situation, index -> HTML? in
            guard let index, situation.options.indices.contains(index) else { return nil }
            let option = situation.options[index]
            var follows: [String] = []
            if !option.add.isEmpty { follows.append("要交：\(option.add.joined(separator: "、"))") }
            if !option.remove.isEmpty { follows.append("不用交：\(option.remove.joined(separator: "、"))") }
            if guide.isCharged, !option.fees.isEmpty { follows.append("收费：\(option.fees.joined(separator: "、"))") }
            if let note = option.note { follows.append(note) }
            if follows.isEmpty { follows = ["材料和收费不因此变化"] }
            return
                "<div><dt>\(situation.question)</dt><dd><b>\(option.text)</b><br>\(paragraphs(follows.joined(separator: "\n")))</dd></div>"
        }
        return "<dl class='answers findings'>\(rows)</dl>"
    }

    private var steps: HTML {
        guide.steps.isEmpty
            ? .empty
            : "<ol class='plain-steps'>\(guide.steps.html { "<li><b>\($0.step)</b><p>\($0.who)\($0.limit.isEmpty ? "" : "，\($0.limit)")</p></li>" })</ol>"
    }

    private var materials: HTML {
        let materials = applied.materials
        guard !materials.isEmpty else { return "<p>不用交材料。</p>" }
        return """
            <ul class="material-list">\(materials.html { material in
                let marks = [material.form, material.copies.isEmpty || material.copies == "0" ? "" : "\(material.copies)份", material.isFromApplicant ? "" : material.source].filter { !$0.isEmpty }.joined(separator: "，")
                return "<li><b>\(material.name)</b>\(HTML.when(material.need != "must", " <span class='badge'>\(material.need == "if" ? "特定情形" : "选交")</span>"))<br><small>\(marks)\(material.condition.map { "。适用：\($0)" } ?? "")</small></li>"
            })</ul>
            """
    }

    /// Blank forms and samples, for everybody.
    private var papers: HTML {
        let all =
            guide.forms.enumerated().map { ("空白表格\(guide.forms.count > 1 ? "\($0.offset + 1)" : "")", $0.element) }
            + guide.samples.enumerated().map { ("示范文本\(guide.samples.count > 1 ? "\($0.offset + 1)" : "")", $0.element) }
        guard !all.isEmpty else { return .empty }
        return
            "<ul class='link-list'>\(all.html { "<li>\(icon(.download))<a href='\(url: "/matters/\(guide.address)/forms/\($0.1)")'>\($0.0)</a></li>" })</ul>"
    }

    private var limits: HTML {
        let excluded: HTML = guide.excluded.isEmpty ? .empty : "<div><dt>不算在内</dt><dd>\(guide.excluded)</dd></div>"
        return
            "<dl class='answers'><div><dt>法律规定</dt><dd>\(guide.legalLimit)</dd></div><div><dt>\(local?.promisedLimit.nonEmpty == nil ? "我们承诺" : "\(local?.name ?? "")承诺")</dt><dd>\(promised)</dd></div>\(excluded)</dl>"
    }

    private var fees: HTML {
        guard guide.isCharged else { return "<p>不收费。</p>" }
        return
            "<ul>\(applied.fees.html { fee in "<li><b>\(fee.name)</b>：\(fee.standard)<br><small>依据：\(fee.basis)\(fee.reduction.map { "。减免：\($0)" } ?? "")</small></li>" })</ul>"
    }

    private var windows: HTML {
        let shown = local?.windows ?? guide.windows
        let list: HTML = HTML.when(
            !shown.isEmpty,
            "<ul>\(shown.html { "<li>\($0.place)，\($0.hours)，电话 <a href='\(url: "tel:\($0.phone)")'>\($0.phone)</a></li>" })</ul>")
        let own: HTML = local.map { "<p><b>\($0.name)</b>的办理地点：</p>" } ?? .empty
        guard !shown.isEmpty || !locals.isEmpty else { return .empty }
        return "\(own)\(list)\(elsewhere)<p><a href='/find'>找离我近的机构</a></p>"
    }

    /// Another place's.
    private var elsewhere: HTML {
        guard !locals.isEmpty else { return .empty }
        let kept = query.pairs.filter { $0.name != "place" }.html { hiddenInput($0.name, $0.value) }
        let field = FormField(
            "place", "看哪里的", .choice([Choice("all", "全区")] + locals.map { Choice($0.org, $0.name) }, .select), value: local?.org ?? "all")
        return
            "<form class='form' method='get' action='\(url: "/matters/\(guide.address)")'>\(kept)<div class='form-fields'>\(field)</div><div class='buttons'>\(button("看这里的", .secondary))</div></form>"
    }

    private var questions: HTML {
        guide.questions.isEmpty
            ? .empty : "\(guide.questions.html { "<details><summary>\($0.question)</summary><p>\($0.answer)</p></details>" })"
    }
}
