import Casework
import Definitions
import Foundation
import HTML
import Hummingbird
import Operations
import Site
import Synchronization
import WorkCalendar

/// Bringing a file in, step by step: upload, match the columns, try it out, do it, fetch the report.
///
///     /w/import                       choose the business and the file
///     /w/import/file/{token}?record=  match columns; POST tries out or begins
///     /w/import/run/{token}           how far it is; /report.csv what was refused
public struct ImportPages: Sendable {
    let site: Site
    private let runs: ImportRuns

    public init(site: Site) {
        self.site = site
        runs = ImportRuns()
    }

    /// Bytes of a file that come by a form.
    static let limit = 64 << 20

    public func addRoutes(to router: Router<SiteContext>) {
        let routes = SiteRoutes(router, site)
        site.navigation.add(
            staff: .init(label: "导入", link: "/w/import", icon: .upload, rank: 61) { actor, engine in
                !actor.isCitizen && !ImportDesk.records(for: actor, engine).isEmpty
            })
        routes.get("w/import") { [runs] visit in try ImportDesk(visit: visit, runs: runs).choose() }
        routes.post("w/import", limit: Self.limit) { [runs] visit, form in try ImportDesk(visit: visit, runs: runs).receive(form) }
        routes.get("w/import/run/:token") { [runs] visit in try ImportDesk(visit: visit, runs: runs).progress() }
        routes.get("w/import/run/:token/report.csv") { [runs] visit in try ImportDesk(visit: visit, runs: runs).report() }
        routes.get("w/import/file/:token") { [runs] visit in try ImportDesk(visit: visit, runs: runs).match() }
        routes.post("w/import/file/:token") { [runs] visit, form in try ImportDesk(visit: visit, runs: runs).begin(form) }
    }
}

/// Imports under way in this process. What is done is kept by the database: a run that ends with the process goes on when the file is imported again.
final class ImportRuns: Sendable {
    struct Run: Sendable {
        var actor: String
        var record: String
        var name: String
        var isDryRun: Bool
        var total: Int
        var progress = Importer.Progress(job: "", line: 0, accepted: 0, refused: 0)
        /// Of a try-out, and of this run; bounded, since the whole report is in the database.
        var refusals: [ImportRefusal] = []
        var hasEnded = false
        var failure: String?
        var digest: String
    }
    private let state = Mutex<[String: Run]>([:])
    static let shown = 2_000
    private static let kept = 200

    func begin(_ token: String, _ run: Run) {
        state.withLock { runs in
            if runs.count >= Self.kept, let old = runs.first(where: { $0.value.hasEnded })?.key { runs.removeValue(forKey: old) }
            runs[token] = run
        }
    }
    func run(_ token: String, of actor: String) -> Run? { state.withLock { $0[token] }.flatMap { $0.actor == actor ? $0 : nil } }
    func change(_ token: String, _ body: (inout Run) -> Void) {
        state.withLock { runs in
            guard var run = runs[token] else { return }
            body(&run)
            runs[token] = run
        }
    }
    /// Whether somebody's import is under way: one at a time is enough for one person.
    func isBusy(_ actor: String) -> Bool { state.withLock { $0.values.contains { $0.actor == actor && !$0.hasEnded } } }
}
