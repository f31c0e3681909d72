import HTML
import Testing

#if canImport(SiteComponents)
    @testable import SiteComponents
#else
    @testable import Site
#endif

@Suite struct `Form fields` {
    static let choices = [Choice("ZX", "咨询", group: "群众"), Choice("BL", "办理", group: "群众", help: "转业务系统"), Choice("TS", "投诉")]
    static let controls: [(String, Control)] = [
        ("text", .text(maxLength: 60)), ("phone", .text(.phone)), ("password", .text(.password)), ("long", .longText(maxLength: 500)),
        ("number", .number(min: "0", max: "9")),
        ("money", .money), ("date", .date(min: "2026-01-01")), ("datetime", .dateTime()), ("time", .time), ("select", .choice(choices)),
        ("typed", .choice(choices, .typed)), ("org", .picker(Picker(.organisation, likely: choices, address: "/pick"))),
        ("file", .file(FileRules(accepted: [".pdf"], acceptedWords: "PDF", maxBytes: 20_971_520))), ("bool", .yesNo), ("where", .location),
    ]

    @Test func `tie label, help and error to the input`() throws {
        for (name, control) in Self.controls {
            let field = FormField(name, "标签", control, value: "", help: "说明", isRequired: true, error: "错了")
            let markup = Markup(field.html)
            #expect(markup.faults.isEmpty, "\(name): \(markup.faults)")
            let input = try #require(markup.element("f-\(name)"), "\(name)")
            #expect(input.attributes["aria-describedby"] == "f-\(name)-help f-\(name)-error", "\(name)")
            #expect(input.attributes["aria-invalid"] == "true", "\(name)")
            #expect(input.attributes["required"] != nil, "\(name)")
            #expect(input.attributes["name"] == name, "\(name)")
            #expect(markup.all("label").contains { $0.attributes["for"] == "f-\(name)" }, "\(name)")
        }
    }

    @Test func `say nothing of help or errors there are none of`() throws {
        let markup = Markup(FormField("a", "标签", .text(), value: nil).html)
        let input = try #require(markup.element("f-a"))
        #expect(input.attributes["aria-describedby"] == nil)
        #expect(input.attributes["aria-invalid"] == nil)
        #expect(input.attributes["required"] == nil)
    }

    @Test(arguments: [Control.ChoiceLook.radios, .checkBoxes])
    func `with several inputs are a fieldset with a legend`(look: Control.ChoiceLook) throws {
        let field = FormField("kind", "工单类型", .choice(Self.choices, look), values: ["BL"], help: "说明", error: "错了")
        let markup = Markup(field.html)
        #expect(markup.faults.isEmpty, "\(markup.faults)")
        #expect(markup.all("fieldset").first?.attributes["aria-describedby"] == "f-kind-help f-kind-error")
        #expect(markup.all("legend").count == 1)
        #expect(markup.all("input").map { $0.attributes["value"] } == ["ZX", "BL", "TS"])
        #expect(markup.all("input").map { $0.attributes["checked"] != nil } == [false, true, false])
        // The error summary leads to the first of them.
        #expect(markup.all("input").first?.attributes["id"] == "f-kind")
    }

    @Test func `select marks what is chosen and groups by parent`() {
        let html = FormField("kind", "类型", .choice(Self.choices), value: "BL").html.description
        #expect(
            html.contains(
                "<optgroup label='群众'><option value='ZX'>咨询</option><option value='BL' selected>办理</option></optgroup><option value='TS'>投诉</option>"
            ))
    }

    @Test func `that are read-only still send their value`() {
        let html = FormField("kind", "类型", .choice(Self.choices), value: "BL", isReadOnly: true).html.description
        #expect(html.contains("<input type='hidden' name='kind' value='BL'>"))
        #expect(html.contains(" disabled>"))
    }

    @Test func `keep the first line break of a long text`() {
        let html = FormField("content", "内容", .longText(), value: "\n第二行").html.description
        #expect(html.contains(">\n\n第二行</textarea>"))
    }

    @Test func `yes or no sends false first, so that an empty box says no`() {
        let html = FormField("consent", "同意", .yesNo, value: "true").html.description
        #expect(html.contains("<input type='hidden' name='consent' value='false'>"))
        #expect(html.contains("value=\"true\" checked"))
    }

    @Test func `on which others depend have a button for when no script runs`() {
        let html = FormField("kind", "类型", .choice(Self.choices), value: nil, refreshes: true).html.description
        #expect(
            html.contains(
                "<noscript><button type='submit' class='button secondary' formnovalidate name='_refresh' value='kind'>更新</button></noscript>"
            ))
    }
}

@Suite struct `Lists of structures` {
    func field(rows: Int, minimum: Int = 1, maximum: Int? = 3) -> FormField {
        func cells(_ index: String) -> [FormField] { [FormField("parties[\(index)].name", "姓名", .text(), value: nil, isRequired: true)] }
        return FormField(
            "parties", "当事人",
            .rows(
                RowsControl(rows: (0..<rows).map { cells("\($0)") }, blank: cells("#"), minimum: minimum, maximum: maximum, rowName: "当事人")),
            value: nil)
    }

    @Test func `add and remove by submit buttons, without validation`() {
        let buttons = Markup(field(rows: 2).html).all("button")
        #expect(buttons.map { $0.attributes["value"] } == ["parties:remove:0", "parties:remove:1", "parties:add", "parties:remove:#"])
        #expect(buttons.allSatisfy { $0.attributes["name"] == "_rows" && $0.attributes["formnovalidate"] != nil })
    }

    @Test func `stop at their least and most`() {
        let least = Markup(field(rows: 1).html).all("button")
        #expect(least.first?.attributes["hidden"] != nil)
        let most = Markup(field(rows: 3).html).all("button")
        #expect(most.first { $0.attributes["value"] == "parties:add" }?.attributes["disabled"] != nil)
    }

    @Test func `do not take the Enter key of their form`() throws {
        let form = Form(to: "/x", csrf: "t", fields: [field(rows: 1)], buttons: button("受理", .primary))
        let markup = Markup(form.html)
        #expect(markup.faults.isEmpty, "\(markup.faults)")
        let first = try #require(markup.all("button").first)
        #expect(first.attributes["class"] == "default-submit")
        #expect(first.attributes["name"] == nil)
    }
}

@Suite struct `Forms` {
    @Test func `carry token, key and version, and lead from each error to its field`() {
        let form = Form(
            to: "/work-order/work_order", csrf: "t<", key: "k1", version: 4,
            errors: [FormError(field: "parties[0].phone", "手机号应为11位"), FormError("与已有工单重复")],
            keepAs: "work_order", fields: [FormField("parties[0].phone", "电话", .text(.phone), value: nil, error: "手机号应为11位")],
            buttons: button("受理", .primary))
        let html = form.html.description
        #expect(html.contains("name='_csrf' value='t&lt;'"))
        #expect(html.contains("name='_key' value='k1'"))
        #expect(html.contains("name='_version' value='4'"))
        #expect(html.contains("<li><a href='#f-parties%5B0%5D.phone'>手机号应为11位</a></li><li>与已有工单重复</li>"))
        #expect(Markup(form.html).faults.isEmpty)
        #expect(Markup(form.html).element("error-summary")?.attributes["role"] == "alert")
    }

    @Test func `without errors have no summary`() { #expect(errorSummary([]).isEmpty) }
}

@Suite struct `Picked texts` {
    @Test(arguments: [
        ("南宁市青秀区司法局 [450103]", PickedText.value("450103")), ("  甲[乙] [u 1] ", .value("u 1")), ("450103", .words("450103")),
        ("南宁市青秀区司法局", .words("南宁市青秀区司法局")), ("某公司 []", .words("某公司 []")), ("[450103]", .value("450103")),
    ])
    func `are read`(text: String, expected: PickedText) { #expect(PickedText(text) == expected) }

    @Test func `of white space are none`() { #expect(PickedText(" \n　") == nil) }

    @Test func `come back as they went`() {
        let choice = Choice("451031009", "隆林各族自治县司法局德峨司法所 [临时]")
        #expect(PickedText(PickedText.text(for: choice)) == .value("451031009"))
    }
}
