import Casework
import HTML
import Hummingbird
import Site

/// Signing in by phone, and what is held about a citizen.
struct AccountPages: Sendable {
    let site: Site
    let signIn: PhoneSignIn

    func addRoutes(_ routes: SiteRoutes) {
        PhoneSignInPages(site: site, signIn: signIn).addRoutes(routes)
        MePages(site: site, signIn: signIn).addRoutes(routes)
        routes.get("privacy", for: .anyone) { visit in try PrivacyPage(visit: visit).answer() }
    }
}
