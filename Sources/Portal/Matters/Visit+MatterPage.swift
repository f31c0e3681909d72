import HTML
import HTTPTypes
import Hummingbird
import Site

extension Visit {
    /// A citizen's page of guides, matters, progress or receipts: with the sheet that only these need.
    func matterPage(_ title: String, status: HTTPResponse.Status = .ok, scripts: [String] = [], in words: PageWords? = nil, body: HTML)
        throws -> Response
    {
        try page(
            title, shell: .portal, status: status, scripts: scripts, styleSheets: ["/css/matters.css?v=\(site.settings.assetVersion)"],
            in: words, body: body)
    }
}
