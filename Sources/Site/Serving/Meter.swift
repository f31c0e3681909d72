import Synchronization
import WorkCalendar

/// What is counted while serving, as Prometheus text (exposition format 0.0.4).
public final class Meter: Sendable {
    /// Upper bounds of the latency classes, in milliseconds.
    static let bounds: [Int64] = [1, 2, 3, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000]

    private struct State {
        var requests: [Int: Int] = [:]
        var classes = Array(repeating: 0, count: Meter.bounds.count + 1)
        var milliseconds: Int64 = 0
        var actions = 0
        var schedulerLag: Int64 = 0
        var fired = 0
        var refused = 0
    }
    private let state = Mutex(State())

    public init() {}

    func count(status: Int, microseconds: Int64) {
        let milliseconds = microseconds / 1000
        // By the microsecond: what took 3.4 ms is not within three.
        let index = Self.bounds.firstIndex { microseconds <= $0 * 1000 } ?? Self.bounds.count
        state.withLock { state in
            state.requests[status, default: 0] += 1
            state.classes[index] += 1
            state.milliseconds &+= milliseconds
        }
    }

    func count(action: String) { state.withLock { $0.actions += 1 } }

    /// After each round of the scheduler.
    /// - Parameters:
    ///   - refused: how many of the clock's actions were refused.
    ///   - lag: milliseconds by which the oldest thing fired was late.
    public func scheduler(fired: Int, refused: Int = 0, lag: Int64) {
        state.withLock { state in
            state.fired += fired
            state.refused += refused
            state.schedulerLag = lag
        }
    }

    /// - Parameter more: further lines, name and value.
    public func text(_ more: [(name: String, type: String, value: Int)]) -> String {
        let state = state.withLock { $0 }
        var lines = ["# TYPE bagui_requests_total counter"]
        for (status, count) in state.requests.sorted(by: { $0.key < $1.key }) {
            lines.append("bagui_requests_total{status=\"\(status)\"} \(count)")
        }
        lines.append("# TYPE bagui_request_milliseconds histogram")
        var sum = 0
        for (index, count) in state.classes.enumerated() {
            sum += count
            lines.append(
                "bagui_request_milliseconds_bucket{le=\"\(index < Self.bounds.count ? String(Self.bounds[index]) : "+Inf")\"} \(sum)")
        }
        lines.append("bagui_request_milliseconds_sum \(state.milliseconds)")
        lines.append("bagui_request_milliseconds_count \(sum)")
        let own: [(name: String, type: String, value: Int)] = [
            ("bagui_actions_total", "counter", state.actions), ("bagui_scheduler_fired_total", "counter", state.fired),
            ("bagui_scheduler_refused_total", "counter", state.refused),
            ("bagui_scheduler_lag_milliseconds", "gauge", Int(state.schedulerLag)),
        ]
        for (name, type, value) in own + more {
            lines.append("# TYPE \(name) \(type)")
            lines.append("\(name) \(value)")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
