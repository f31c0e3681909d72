import HTTPTypes
import Hummingbird

/// The JSON API under `/api/v1`: every record and action of the definitions, without a line of code for any of them.
///
/// One catch-all route hands each request to ``APIService``, which reads the path itself: so an unknown path, a wrong method and a broken
/// percent escape are answered as problems (RFC 9457) like everything else. Routes that others add below `/api/v1` go first.
public func addRoutes<Context: RequestContext>(to router: some RouterMethods<Context>, services: APIServices) {
    let service = APIService(services: services)
    for method in [HTTPRequest.Method.get, .head, .post, .put, .patch, .delete, .options] {
        for path in ["/api/v1", "/api/v1/**"] as [RouterPath] {
            router.on(path, method: method) { request, context in
                await service.answer(request, source: SourceAddress.of(context))
            }
        }
    }
}

/// Where a request came from, as far as the server knows.
enum SourceAddress {
    /// The address without its port; empty when the context does not tell.
    static func of(_ context: some RequestContext) -> String {
        guard let context = context as? any RemoteAddressRequestContext, let address = context.remoteAddress else { return "" }
        return address.ipAddress ?? ""
    }
}
