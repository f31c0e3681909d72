import Casework
import Hummingbird
import Knowledge
import Site
import Storage

/// The citizens' pages: 12348 on a phone. Asking, finding and reading need no account.
///
///     /                    the question box, what is asked most, what people come for
///     /ask                 the conversation with the robot
///     /find                institutions and persons, list and map
///     /matters             guides, starting a matter
///     /progress            a matter by number and code
///     /notices, /learn, /cases   notices and disclosure, law for everyone, the case library
///     /me                  what is held about me
public struct Portal: Sendable {
    let site: Site
    let library: Library
    let messages: (any MessageGateway)?

    /// Pages that are offered in other languages where a catalogue is complete: see docs/languages.md.
    public static let translated: [TranslatedPage] = [
        HomeText.page, HelpText.page, AskText.page, FindText.listed, LookUpText.page, FoundText.page, CorrectionText.page, EnterText.page,
        PrivacyText.page, ProblemText.page, KeptText.page,
    ]

    /// Makes the room's tables.
    /// - Parameter messages: sends texts to phones; nil: the demonstration shows them, elsewhere nobody can sign in by phone.
    /// - Throws: `DatabaseError` when the room's own tables cannot be made.
    public init(site: Site, library: Library, messages: (any MessageGateway)? = nil) throws {
        self.site = site
        self.library = library
        self.messages = messages ?? (site.settings.isDemonstration ? DemonstrationMessages() : nil)
        _ = try site.kernel.database.apply(PortalTables.all)
    }

    public func addRoutes(to router: Router<SiteContext>) {
        let routes = SiteRoutes(router, site)
        site.navigation.add(portal: .init(label: "首页", link: "/", icon: .home, rank: 0) { _, _ in true })
        HomePages(site: site, library: library).addRoutes(routes)
        let published = PublishedEntries(site: site, library: library)
        AskPages(site: site, library: library, published: published, unanswered: UnansweredClusters(site: site)).addRoutes(routes)
        KnowledgeDesk(site: site, library: library, published: published, evaluation: EvaluationRuns(library: library)).addRoutes(routes)
        FindPages(site: site).addRoutes(routes)
        ReadingPages(site: site).addRoutes(routes)
        MatterPages(site: site).addRoutes(routes)
        ProgressPages(site: site).addRoutes(routes)
        AccountPages(site: site, signIn: PhoneSignIn(site: site, gateway: messages)).addRoutes(routes)
        site.navigation.enter(citizensBy: PhoneSignIn.path)
        site.navigation.keep(languagesBy: { language, visit in await KeptLanguage(site: visit.site).keep(language, visit) })
    }
}
