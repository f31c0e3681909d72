import HTML

/// One question of a citizen's matter, alone on its page: where one is, a way back, the question as the heading, one button on.
public struct QuestionPage: Component {
    public var step: Int
    public var of: Int
    /// `第2步，共6步`.
    public var stepWords: String
    public var backAddress: String?
    public var backLabel: String
    public var question: String
    public var help: String
    public var form: Form
    /// `已保存。下次用取件码 4F7K-22 继续`.
    public var savedNote: String?

    public init(
        step: Int, of: Int, stepWords: String, backAddress: String?, backLabel: String, question: String, help: String = "",
        savedNote: String? = nil, form: Form
    ) {
        self.step = step
        self.of = of
        self.stepWords = stepWords
        self.backAddress = backAddress
        self.backLabel = backLabel
        self.question = question
        self.help = help
        self.savedNote = savedNote
        self.form = form
    }

    public var html: HTML {
        """
        <div class="question-page">\(backAddress.map { "<a class='back' href='\(url: $0)'>\(icon(.chevronLeft))\(backLabel)</a>" as HTML })<p class="question-step">\(stepWords)</p><progress max="\(max(of, 1))" value="\(step)" aria-label="\(stepWords)"></progress><h1>\(question)</h1>\(HTML.when(!help.isEmpty, "<p class='help'>\(help)</p>"))\(form)\(savedNote.map { "<p class='saved-note'>\(icon(.check))\($0)</p>" as HTML })</div>
        """
    }
}

/// An answer to check before all is sent.
public struct GivenAnswer: Sendable {
    public var question: String
    public var answer: HTML
    public var changeAddress: String?

    public init(_ question: String, _ answer: HTML, changeAddress: String? = nil) {
        self.question = question
        self.answer = answer
        self.changeAddress = changeAddress
    }
}

/// All answers on one page, each with a way to change it.
public func checkAnswers(_ answers: [GivenAnswer], changeLabel: String = "修改") -> HTML {
    """
    <dl class="answers">\(answers.html { answer in
        "<div><dt>\(answer.question)</dt><dd>\(answer.answer)</dd><dd class='change'>\(answer.changeAddress.map { "<a href='\(url: $0)'>\(changeLabel)<span class='visually-hidden'>\(answer.question)</span></a>" as HTML })</dd></div>"
    })</dl>
    """
}

/// The end of a matter's filing: what was received, its number and code, what happens next and by which law.
public func receipt(title: String, entries: [(label: String, value: String)], next: HTML, actions: HTML) -> HTML {
    """
    <section class="receipt"><h1>\(icon(.check))\(title)</h1><dl>\(entries.html { "<div><dt>\($0.label)</dt><dd>\($0.value)</dd></div>" })</dl>\(next)<div class="buttons">\(actions)</div></section>
    """
}

/// An institution or person found.
public struct FoundPlace: Sendable {
    public var name: String
    public var link: String
    public var kind: String
    /// Open now, closed; licence and standing.
    public var state: HTML
    public var address: String
    public var distance: String?
    public var hours: String?
    public var phone: String?
    /// What they do, languages spoken.
    public var tags: [String]
    /// Degrees; for the map.
    public var position: (longitude: Double, latitude: Double)?
    /// Language of name, address and of whatever else comes from the directory (BCP 47), where it is not the page's.
    public var language: String?

    public init(
        _ name: String, to link: String, kind: String, state: HTML = .empty, address: String, distance: String? = nil,
        hours: String? = nil, phone: String? = nil, tags: [String] = [], position: (longitude: Double, latitude: Double)? = nil,
        language: String? = nil
    ) {
        self.language = language
        self.name = name
        self.link = link
        self.kind = kind
        self.state = state
        self.address = address
        self.distance = distance
        self.hours = hours
        self.phone = phone
        self.tags = tags
        self.position = position
    }
}

/// List and map together: the list is all there is without a script; the map takes its points from it.
/// - Parameter mapAddress: What the map's script needs to know (tiles, boundaries), as `data-map`; nil shows no map.
public func placeFinder(_ places: [FoundPlace], label: String, mapLabel: String, mapAddress: String?) -> HTML {
    """
    <div class="finder"><ul class="places" aria-label="\(label)">\(places.html(foundPlace))</ul>\(mapAddress.map { "<div class='map' data-map='\(url: $0)' role='region' aria-label='\(mapLabel)'></div>" as HTML })</div>
    """
}

private func foundPlace(_ place: FoundPlace) -> HTML {
    let position: HTML? = place.position.map { " data-position='\($0.longitude),\($0.latitude)'" }
    let lines: HTML = """
        <p>\(icon(.location))<span\(attribute: "lang", place.language)>\(place.address)</span>\(place.distance.map { " <b>\($0)</b>" as HTML })</p>\(place.hours.map { "<p>\(icon(.clock))\($0)</p>" as HTML })\(place.phone.map { "<p>\(icon(.phone))<a href='\(url: "tel:\($0)")'>\($0)</a></p>" as HTML })
        """
    return """
        <li\(position)><p class="place-name"><a href="\(url: place.link)"\(attribute: "lang", place.language)>\(place.name)</a> <span>\(place.kind)</span>\(place.state)</p>\(lines)\(HTML.when(!place.tags.isEmpty, "<p class='marks'>\(place.tags.html(tag))</p>"))</li>
        """
}
