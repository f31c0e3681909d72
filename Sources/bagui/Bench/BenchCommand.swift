import ArgumentParser
import Foundation
import Glibc

/// `bagui bench …`: what `scripts/bench` measures with. Not shown in the help: nobody needs it to run a node.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "性能测量", shouldDisplay: false,
        subcommands: [FlushProbe.self, SubmitBench.self, ReadBench.self, GrowBench.self, BareRoute.self])

    /// How long one durable flush takes here: without it no figure of a database says anything.
    struct FlushProbe: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "flush", abstract: "一次落盘的时间")
        @Option(help: "在此文件夹中测量") var folder = "/tmp"

        func run() throws {
            let path = "\(folder)/bagui-flush-\(getpid())"
            let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { throw CommandFailure(message: "不能在 \(folder) 写文件") }
            defer {
                close(file)
                unlink(path)
            }
            let page = [UInt8](repeating: 1, count: 4_096)
            var times: [Double] = []
            for index in 0..<300 {
                let began = Stopwatch()
                guard pwrite(file, page, page.count, off_t(index * page.count)) == page.count, fdatasync(file) == 0 else {
                    throw CommandFailure(message: "落盘失败（errno \(errno)）")
                }
                times.append(began.milliseconds)
            }
            print("flush: \(Distribution(times))")
        }
    }
}

/// Time since it was made.
struct Stopwatch {
    private let began = DispatchTime.now().uptimeNanoseconds
    var milliseconds: Double { Double(DispatchTime.now().uptimeNanoseconds - began) / 1_000_000 }
    var seconds: Double { milliseconds / 1_000 }
}

/// Times in milliseconds, said by their percentiles.
struct Distribution: CustomStringConvertible {
    let sorted: [Double]
    init(_ times: [Double]) { sorted = times.sorted() }
    func percentile(_ p: Double) -> Double { sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, Int(Double(sorted.count) * p))] }
    var description: String {
        func text(_ number: Double) -> String { String(format: "%.3f", number) }
        return "p50 \(text(percentile(0.5))) ms, p95 \(text(percentile(0.95))) ms, p99 \(text(percentile(0.99))) ms, n \(sorted.count)"
    }
}

/// CPU time that this process has used, in seconds.
func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1_000_000
}
