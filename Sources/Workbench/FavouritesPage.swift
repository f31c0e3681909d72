import Casework
import HTML
import Hummingbird
import Site

/// Putting a list or board on top of one's navigation, and taking it off.
struct FavouritesPage {
    let visit: Visit

    static func button(_ link: String, isChosen: Bool, _ visit: Visit) -> HTML {
        actionButton(
            isChosen ? "取消收藏" : "收藏", action: "/w/favourites", .quiet, icon: .star, csrf: visit.csrf,
            fields: [("link", link), ("back", visit.query.without("said").address(visit.path))])
    }

    func toggle(_ form: SubmittedForm) async throws -> Response {
        let back = form["back"].flatMap { SafeAddress.within($0) } ?? "/w"
        guard let place = visit.site.places(for: visit.actor).first(where: { $0.link == form["link"] }) else {
            throw Refusal(.notfound, action: "favourites", "导航里没有这个位置，不能收藏")
        }
        switch try await visit.site.favourites.toggle(place.link, of: visit.actor.id, at: visit.now) {
        case true?: return visit.redirect(to: back, saying: "已收藏“\(place.label)”，在左栏最上面")
        case false?: return visit.redirect(to: back, saying: "已取消收藏“\(place.label)”")
        case nil: return visit.redirect(to: back, saying: "最多收藏\(Favourites.most)个，请先取消不常用的")
        }
    }
}
