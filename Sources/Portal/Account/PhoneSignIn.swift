import Casework
import Definitions
import Expressions
import Foundation
import Identifiers
import Site
import Storage
import WorkCalendar

/// Signing in by a code sent to one's phone. The codes, their limits and the account are records of `citizen-account`; this only carries them.
///
/// Whether a phone is known is never told: code and page are the same for all, and an account is made when there is none only after the code was right.
public struct PhoneSignIn: Sendable {
    static let path = "/enter/phone"
    private static let codes = "citizen-account/phone_code"
    private static let accounts = "citizen-account/account"

    /// Where one signs in by phone.
    /// - Parameter back: path of this site to come back to.
    public static func address(back: String) -> String { "\(path)?back=\(QueryValues.encode(back))" }

    let site: Site
    /// Nil: nothing is configured to send texts by.
    let gateway: (any MessageGateway)?
    /// Texts cost money and annoy: so many from one place an hour, whatever the phones.
    private static let mostFromOnePlace = 60

    init(site: Site, gateway: (any MessageGateway)?) {
        self.site = site
        self.gateway = gateway
    }

    /// Sends a code.
    /// - Returns: id of its record.
    /// - Throws: `Refusal` when there were too many, `MessageFailure` when the text could not be handed over.
    func send(
        to phone: Phone, purpose: String = "sign_in", as actor: Actor = .system, source: String?, at now: Moment
    ) async throws -> String {
        guard let gateway else { throw MessageFailure("没有配置短信网关") }
        guard
            try await Attempts(kernel: site.kernel).take(
                "phone code", by: source ?? "", most: Self.mostFromOnePlace, within: 60, at: now)
        else {
            throw Refusal(.policy, action: "\(Self.codes).send", "这个网络一小时内获取验证码的次数过多。请一小时后再试，或拨打12348")
        }
        var request = ActionRequest(
            type: Self.codes, action: "send", actor: actor, values: ["phone": .string(phone.description), "purpose": .string(purpose)])
        request.source = source
        let outcome = try await site.kernel.perform(request, at: now)
        let code = try await site.kernel.reveal(
            Self.codes, id: outcome.id, field: "code", purpose: "交短信网关发送", as: .system, at: now)
        guard case .string(let text) = code else { throw MessageFailure("验证码读不出来") }
        let minutes = minutes(at: now)
        try await gateway.send(
            "【\(site.settings.portalName)】验证码 \(text)，\(minutes)分钟内有效。工作人员不会向您索要验证码，请勿告诉他人。", to: phone.description,
            reference: outcome.id, at: now)
        return outcome.id
    }

    /// A number among the parameters of `citizen-account`, as it holds on the day.
    private func number(_ id: String, at now: Moment) -> Int64? {
        let value =
            site.kernel.services.parameterOverride(system: "citizen-account", id: id, day: now.day, lineage: [])
            ?? site.catalogue.parameter(id, in: "citizen-account")?.row(on: now.day, lineage: [])?.value
        if case .number(let number)? = value { return number }
        return nil
    }

    /// How long a code is good, in minutes.
    func minutes(at now: Moment) -> Int64 { number("code_minutes", at: now) ?? 5 }

    /// What came of a typed code.
    enum Answer: Sendable, Hashable {
        case right
        /// So many tries are left.
        case wrong(left: Int64)
        case locked
        /// Too old, or used already.
        case expired
    }

    func attempt(_ typed: String, of record: String, source: String?, at now: Moment) async throws -> Answer {
        var request = ActionRequest(
            type: Self.codes, action: "try_code", record: record, actor: .system, values: ["typed": .string(Self.tidied(typed))])
        request.source = source
        do {
            let outcome = try await site.kernel.perform(request, at: now)
            switch outcome.state {
            case "verified": return .right
            case "locked": return .locked
            default:
                let view = try site.kernel.view(Self.codes, id: record, as: .system, at: now)
                guard case .int(let tried) = view["tries"], let most = number("code_tries", at: now) else { return .wrong(left: 1) }
                return .wrong(left: max(1, most - tried))
            }
        } catch let refusal as Refusal where refusal.reason == .state || refusal.reason == .notfound {
            let view = try? site.kernel.view(Self.codes, id: record, as: .system, at: now)
            return view?.state == "locked" ? .locked : .expired
        }
    }

    /// Full-width letters and spaces are what a phone's keyboard makes of it.
    static func tidied(_ typed: String) -> String {
        let half = typed.applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? typed
        return String(half.filter { !$0.isWhitespace }.prefix(8)).uppercased()
    }

    /// As `Phone` reads it: full-width digits made plain.
    static func tidiedPhone(_ typed: String) -> String {
        let half = typed.applyingTransform(.fullwidthToHalfwidth, reverse: false) ?? typed
        return half.prefix(40).filter { !$0.isWhitespace }
    }

    /// Whether the record's code was typed rightly and has not been used.
    func isProven(_ record: String, at now: Moment) throws -> Bool {
        try site.kernel.view(Self.codes, id: record, as: .system, at: now).state == "verified"
    }

    /// Who comes in by a proven phone.
    enum Entrance: Sendable, Hashable {
        case person(String, isNew: Bool)
        /// Frozen at his own wish: he may end that now.
        case frozenByHimself(account: String)
        /// Frozen for another reason, until then where it ends by itself.
        case frozen(cause: String, until: Moment?)
    }

    /// The account's user behind a proven phone, made and registered where there is none. Uses the code up.
    func enter(_ entering: Entering, device: String, source: String?, at now: Moment) async throws -> Entrance {
        // Two windows at once: whoever comes second finds what the first made.
        for attempt in 0..<2 {
            if let account = try account(of: entering.phone, at: now) { return try await enter(account, entering, device, source, now) }
            let person = try await makePerson(entering.phone, at: now)
            do {
                guard let actor = try site.kernel.actor(person, at: now) else { break }
                var request = ActionRequest(
                    type: Self.accounts, action: "register", actor: actor,
                    values: [
                        "phone": .string(entering.phone), "phone_proof": .string(entering.record), "rules_agreed": .bool(true),
                        "notify_pref": .list([.string("in_site")]),
                    ])
                request.source = source
                let outcome = try await site.kernel.perform(request, at: now)
                try await note("ok", outcome.id, device, source, now)
                return .person(person, isNew: true)
            } catch let refusal as Refusal where refusal.field == "phone" && attempt == 0 {
                try await site.kernel.database.write { try Directory(connection: $0).setStatus("cancelled", of: person) }
            }
        }
        throw Refusal(.state, action: "\(Self.accounts).register", "没有登录成功，请返回重新获取验证码")
    }

    private func enter(_ account: RecordView, _ entering: Entering, _ device: String, _ source: String?, _ now: Moment) async throws
        -> Entrance
    {
        if account.state == "frozen" {
            guard case .string(let cause) = account["freeze_cause"] else { return .frozen(cause: "", until: nil) }
            if cause == "request" { return .frozenByHimself(account: account.id) }
            try await note("refused", account.id, device, source, now)
            if case .timestamp(let until) = account["frozen_until"] {
                return .frozen(cause: cause, until: Moment(clamping: until.milliseconds))
            }
            return .frozen(cause: cause, until: nil)
        }
        if case .string(let person) = account["user"] {
            try await use(entering.record, source, now)
            try await note("ok", account.id, device, source, now)
            return .person(person, isNew: false)
        }
        let person = try await makePerson(entering.phone, at: now)
        var request = ActionRequest(
            type: Self.accounts, action: "bind_user", record: account.id, actor: .system,
            values: ["login_user": .string(person), "phone_proof": .string(entering.record)])
        request.source = source
        _ = try await site.kernel.perform(request, at: now)
        try await note("ok", account.id, device, source, now)
        return .person(person, isNew: true)
    }

    /// Ends a freeze that he himself had asked for, and lets him in.
    func unfreeze(_ entering: Entering, device: String, source: String?, at now: Moment) async throws -> Entrance {
        guard let account = try account(of: entering.phone, at: now), case .string(let person) = account["user"],
            let actor = try site.kernel.actor(person, at: now)
        else { throw Refusal(.notfound, action: "\(Self.accounts).unfreeze", "没有可以解除冻结的账户，请返回重新登录") }
        if account.state == "frozen" {
            var request = ActionRequest(type: Self.accounts, action: "unfreeze", record: account.id, actor: actor)
            request.source = source
            _ = try await site.kernel.perform(request, at: now)
        }
        return try await enter(entering, device: device, source: source, at: now)
    }

    private func account(of phone: String, at now: Moment) throws -> RecordView? {
        try site.kernel.list(
            ListQuery(type: Self.accounts, filter: "state != 'cancelled'", limit: 1, equals: ["phone": phone]), as: .system, at: now
        ).items.first.flatMap { try site.kernel.view(Self.accounts, id: $0.id, as: .system, at: now) }
    }

    private func note(_ result: String, _ account: String, _ device: String, _ source: String?, _ now: Moment) async throws {
        var request = ActionRequest(
            type: Self.accounts, action: "log_in", record: account, actor: .system,
            values: ["outcome": .string(result), "device": .string(device)])
        request.source = source
        _ = try await site.kernel.perform(request, at: now)
    }

    private func use(_ record: String, _ source: String?, _ now: Moment) async throws {
        var request = ActionRequest(type: Self.codes, action: "use", record: record, actor: .system)
        request.source = source
        _ = try await site.kernel.perform(request, at: now)
    }

    /// A person of the directory, known by an id that tells nothing; shown by the end of the phone until a name is proven.
    private func makePerson(_ phone: String, at now: Moment) async throws -> String {
        let id = "c-" + RandomToken.make(bytes: 12)
        let name = "手机尾号\(phone.suffix(4))用户"
        try await site.kernel.database.write { connection in
            let directory = Directory(connection: connection)
            try directory.save(Person(id: id, login: id, name: name, org: ""), at: now)
            try directory.grant("citizen", at: "", to: id, by: "system", from: now)
        }
        return id
    }
}
