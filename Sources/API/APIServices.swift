import Casework
import Logging
import WorkCalendar

/// What the API rests on. The composition root gives it.
public struct APIServices: Sendable {
    public var kernel: Kernel
    /// The platform's clock: in demonstrations it may be moved.
    public var now: @Sendable () -> Moment
    /// Tokens are given by role, without a password. Only ever on the loopback address.
    public var isDemonstration: Bool
    /// Checks a login outside the demonstration; nil: `POST /api/v1/token` is refused there.
    public var signIn: (any PasswordSignIn)?
    public var limits: RequestLimits
    public var logger: Logger

    public init(
        kernel: Kernel, now: @escaping @Sendable () -> Moment, isDemonstration: Bool, signIn: (any PasswordSignIn)? = nil,
        limits: RequestLimits = RequestLimits(), logger: Logger = Logger(label: "bagui.api")
    ) {
        self.kernel = kernel
        self.now = now
        self.isDemonstration = isDemonstration
        self.signIn = signIn
        self.limits = limits
        self.logger = logger
    }
}

/// How much one caller may ask.
public struct RequestLimits: Sendable, Hashable {
    /// Greatest request body in bytes.
    public var bodyBytes = 1_048_576
    /// Tokens asked for from one address in a minute. Guards passwords outside the demonstration, the database's size inside it.
    public var tokensPerMinute = 60
    /// Reads of one user in a minute that found nothing or were not allowed: whoever tries ids is slowed down.
    public var deniedReadsPerMinute = 600
    /// Life of a token in milliseconds.
    public var tokenLife: Int64 = 12 * 3_600_000

    public init() {}

    /// For demonstrations: scripts sign in as hundreds of users one after the other.
    public static var demonstration: RequestLimits {
        var limits = RequestLimits()
        limits.tokensPerMinute = 6_000
        limits.deniedReadsPerMinute = 60_000
        return limits
    }
}

/// Checks who signs in with a password. The room that keeps passwords gives it.
public protocol PasswordSignIn: Sendable {
    /// - Parameters:
    ///   - code: the one-time code (RFC 6238) where the account asks for one.
    ///   - source: address of the caller; empty when unknown.
    /// - Returns: the person's id.
    /// - Throws: `SignInRefusal`.
    func person(login: String, password: String, code: String?, from source: String, at now: Moment) async throws -> String
}

/// Why somebody could not sign in. Never tells whether the login exists.
public struct SignInRefusal: Error, Sendable, Hashable {
    /// Chinese: what happened and what to do.
    public var message: String
    /// Locked, or too many tries: seconds to wait.
    public var retryAfter: Int?
    public init(_ message: String, retryAfter: Int? = nil) {
        self.message = message
        self.retryAfter = retryAfter
    }
}
