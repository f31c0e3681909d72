import Expressions
import WorkCalendar

/// An acceptance scenario: what people do, and what must then be so.
public struct Scenario: Sendable {
    /// Who does a step.
    public struct Performer: Sendable {
        public var role: String
        /// Organisation code or name; nil for citizens and the platform.
        public var at: String?
        /// A particular person.
        public var user: String?
    }

    /// What exists at the start, set up without replaying its life.
    public struct Given: Sendable {
        public var record: String
        public var state: String?
        public var values: [String: Value]
        public var name: String?
        /// When it was made; the start of the scenario where absent.
        public var at: Moment?
        public var line: Int
    }

    public enum Step: Sendable {
        case action(Action)
        case wait(Wait)
    }

    public struct Action: Sendable {
        public var performer: Performer
        /// `system/record.action`.
        public var `do`: String
        public var on: String?
        public var values: [String: Value]
        public var save: String?
        public var expectation: Expectation?
        public var line: Int
    }

    public struct Wait: Sendable {
        public enum Length: Sendable {
            case span(Int, LimitUnit)
            case until(Moment)
        }
        public var length: Length
        public var on: String?
        public var expectation: Expectation?
        public var line: Int
    }

    /// What must be so: names as in the file, values as YAML gives them.
    public struct Expectation: Sendable {
        public var entries: [(name: String, value: Value)]
    }

    public var name: String
    public var start: Moment
    public var given: [Given]
    public var steps: [Step]
    public var file: String
    public var line: Int
}

/// A scenario file that cannot be read.
public struct ScenarioProblem: Error, Sendable, CustomStringConvertible {
    public var file: String
    public var line: Int
    public var message: String
    public var description: String { "\(file):\(line): \(message)" }
}
