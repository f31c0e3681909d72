import Casework
import Cryptography
import Definitions
import Foundation
import Hummingbird
import Logging
import Storage
import Synchronization
import WorkCalendar

/// What all pages share. One value, made by the composition root when the kernel stands, handed to every room of pages.
///
/// How a room of pages draws on it:
///
///     public func addRoutes(to router: Router<SiteContext>, site: Site) {
///         let routes = SiteRoutes(router, site)
///         routes.get("/w", for: .staff) { visit in
///             try visit.page("待办", shell: .workbench, body: pageHead("待办"))
///         }
///         routes.post("/w/thing", for: .staff) { visit, form in
///             let outcome = try await visit.perform(ActionRequest(…))   // actor and moment are the visit's
///             return visit.redirect(to: "/w/thing/\(outcome.id)", saying: "已受理")
///         }
///     }
///
/// - `SiteRoutes.get/post/upload` do what must never be forgotten: the session becomes an actor, who may not enter is sent to sign in (nothing typed is
///   lost), the token against forged requests is checked on every POST, and whatever is thrown – `Refusal`, `QueryProblem`, `DatabaseError`, `HTTPError` –
///   becomes a page in words (`ProblemPage`).
/// - `Visit` is one request as a page sees it: `actor`, `csrf`, `now`, `query`, `parameters`, `frame`, `page(…)`, `redirect(…)`.
/// - `SubmittedForm` is what came in: `form["name"]`, `form.all("name")`, `form.files`, `form.key`, `form.version`; `FormValues` turns it into kernel values
///   by the definitions; `RecordForm` draws the fields of an action and puts errors at them.
/// - `site.navigation` collects where one can go; `Shell.workbench` and `.portal` are made from it by `visit.page`.
/// - `site.live.tell(topic)` wakes the screens that listen to it.
public final class Site: Sendable {
    public let kernel: Kernel
    public let settings: SiteSettings
    public let sessions: Sessions
    public let signIn: SignIn
    public let accessLog: AccessLog
    public let attachments: AttachmentStore
    /// Forms that came too late, until their senders are back.
    let keptForms: KeptForms
    public let live: LiveHub
    public let meter: Meter
    public let navigation: Navigation
    let marks = CommitMemory<Actor, ShellMarks>(greatest: 10_000)
    public let favourites: Favourites
    private let tail: JournalTail
    public let logger: Logger
    /// Keys the tokens of visitors who have not signed in.
    let visitorKey: VisitorKey

    public init(kernel: Kernel, settings: SiteSettings, meter: Meter = Meter(), logger: Logger = Logger(label: "bagui.site")) throws {
        self.kernel = kernel
        self.settings = settings
        self.meter = meter
        self.logger = logger
        _ = try kernel.database.apply(SiteTables.all)
        sessions = Sessions(kernel: kernel, clock: settings.clock)
        accessLog = AccessLog(database: kernel.database, secrets: kernel.secrets)
        signIn = SignIn(kernel: kernel, sessions: sessions, accessLog: accessLog, master: settings.master)
        attachments = try AttachmentStore(folder: settings.attachmentFolder, database: kernel.database, master: settings.master)
        keptForms = KeptForms(database: kernel.database, master: settings.master)
        live = LiveHub()
        navigation = Navigation()
        favourites = Favourites(database: kernel.database)
        tail = JournalTail(database: kernel.database)
        visitorKey = VisitorKey(master: settings.master)
        kernel.onAction { [live, sessions, meter, tail] outcome, request in
            meter.count(action: request.name)
            tail.tell(outcome.id)
            live.tell("todos")
            live.tell("notices")
            live.tell("record:\(outcome.id)")
            // Whatever may have changed who somebody is: grants, status, teams.
            if request.type.hasPrefix("account-governance/") || request.type.hasPrefix("team-roster/") { sessions.invalidate() }
        }
    }

    /// What is judged by now.
    public var state: EngineState { kernel.state }
    public var catalogue: Catalogue { kernel.state.catalogue }
    public func now() -> Moment { settings.clock() }

    /// What other servers and commands did on the same database, told to screens.
    /// - Throws: `DatabaseError`.
    public func hearOthers() throws {
        let records = try tail.others()
        guard !records.isEmpty else { return }
        live.tell("todos")
        live.tell("notices")
        for record in records { live.tell("record:\(record)") }
    }

    /// Pieces of uploads that a process left behind when it was killed are removed.
    public func sweepAttachments() { attachments.sweep() }

    /// The clock's doings, told to screens.
    public func heard(_ firings: [Scheduler.Firing]) {
        guard !firings.isEmpty else { return }
        live.tell("todos")
        live.tell("notices")
        for firing in firings {
            tail.tell(firing.record)
            live.tell("record:\(firing.record)")
        }
    }
}

/// How this site is run.
public struct SiteSettings: Sendable {
    /// Said on every page; and only then one may enter as somebody without a password.
    public var isDemonstration: Bool
    /// Name of the product on staff pages.
    public var product: String
    /// Name and owner of the citizens' site.
    public var portalName: String
    public var portalOwner: String
    /// Cookies travel only over TLS. False for plain loopback.
    public var isSecure: Bool
    /// Changes with the assets.
    public var assetVersion: String
    /// Folder of `css`, `js`, `vendor`.
    public var publicFolder: String
    public var attachmentFolder: String
    /// Texts in other languages.
    public var languages: PageLanguages
    /// Who is believed about whom a request is from.
    public var proxies: TrustedProxies
    public var master: MasterKey
    public var clock: @Sendable () -> Moment

    public init(
        isDemonstration: Bool, product: String = "八桂司法行政", portalName: String = "广西公共法律服务", portalOwner: String = "广西壮族自治区司法厅",
        isSecure: Bool = false,
        assetVersion: String = "1", publicFolder: String, attachmentFolder: String, proxies: TrustedProxies = .none,
        languages: PageLanguages = PageLanguages(), master: MasterKey,
        clock: @escaping @Sendable () -> Moment = { Moment(clamping: Int64(Date().timeIntervalSince1970 * 1000)) }
    ) {
        self.isDemonstration = isDemonstration
        self.product = product
        self.portalName = portalName
        self.portalOwner = portalOwner
        self.isSecure = isSecure
        self.assetVersion = assetVersion
        self.publicFolder = publicFolder
        self.attachmentFolder = attachmentFolder
        self.proxies = proxies
        self.languages = languages
        self.master = master
        self.clock = clock
    }
}
