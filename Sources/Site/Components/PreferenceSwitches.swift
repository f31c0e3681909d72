import HTML

/// Light or dark, size of print, language: one form each way works without JavaScript, `theme.js` spares the round trip.
struct PreferenceSwitches: Component {
    var frame: PageFrame
    var languages: [Preferences.Language] = []

    var html: HTML {
        "\(theme)\(size)\(HTML.when(languages.count > 1, language))"
    }

    var theme: HTML {
        let words = ComponentWords.current
        let names = [Preferences.Theme.automatic: words.themeAutomatic, .light: words.themeLight, .dark: words.themeDark]
        return group(
            "theme", words.theme,
            Preferences.Theme.allCases.map { ($0.rawValue, names[$0] ?? $0.rawValue, nil, $0 == frame.preferences.theme) })
    }

    var size: HTML {
        let words = ComponentWords.current
        let names = [Preferences.Size.normal: words.normalPrint, .large: words.largePrint]
        return group(
            "size", words.textSize,
            Preferences.Size.allCases.map { ($0.rawValue, names[$0] ?? $0.rawValue, nil, $0 == frame.preferences.size) })
    }

    var language: HTML {
        group(
            "language", ComponentWords.current.language,
            languages.map { ($0.rawValue, $0.name, $0.rawValue, $0 == frame.preferences.language) })
    }

    private func group(_ name: String, _ label: String, _ choices: [(value: String, label: String, language: String?, isCurrent: Bool)])
        -> HTML
    {
        """
        <form class="switches" method="post" action="\(url: Preferences.address)" data-preference="\(name)">\(frame.csrf.map { hiddenInput("_csrf", $0) })\(hiddenInput("back", frame.path))<span class="switch-label">\(label)</span><span class="segments" role="group" aria-label="\(label)">\(choices.html { choice in
            "<button type='submit' name='\(name)' value='\(choice.value)'\(attribute: "lang", choice.language) aria-pressed='\(choice.isCurrent)'>\(choice.label)</button>"
        })</span></form>
        """
    }
}
