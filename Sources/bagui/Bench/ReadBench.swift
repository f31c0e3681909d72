import ArgumentParser
import Casework
import Foundation
import Storage
import WorkCalendar

/// Inbox and lists of a filled database, as an event loop would ask for them.
struct ReadBench: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "read", abstract: "待办与列表的读取")
    @OptionGroup var node: NodeOptions
    @Option(help: "每一项读多少次") var times = 400

    func run() throws {
        guard (1...100_000).contains(times) else { throw CommandFailure(message: "times 应为 1–100000", code: 2) }
        let house = try House.find()
        let (kernel, _) = try node.kernel(house, node.configuration(house))
        let storage = kernel.database
        defer { storage.close() }
        let now = Moment(clamping: Int64(Date().timeIntervalSince1970) * 1000)
        let orders = try storage.read { try $0.first("SELECT COUNT(*) FROM work_order__work_order")?.int(0) ?? 0 }
        print("orders: \(orders)")
        for id in ["front_desk@450103", "front_desk@450100", "front_desk@450000"] {
            guard let actor = try kernel.actor(id, at: now) else { throw CommandFailure(message: "没有用户 \(id)：请先用 bagui demo 填充") }
            try measure("inbox of \(id)") { try kernel.todos(of: actor, at: now).count }
        }
        for id in ["front_desk@450103", "supervisor@450100", "supervisor@450000"] {
            guard let actor = try kernel.actor(id, at: now) else { throw CommandFailure(message: "没有用户 \(id)：请先用 bagui demo 填充") }
            try measure("list of 20, \(id)") {
                try kernel.list(ListQuery(type: "work-order/work_order", limit: 20), as: actor, at: now).items.count
            }
            try measure("list of 50, \(id)") {
                try kernel.list(ListQuery(type: "work-order/work_order", limit: 50), as: actor, at: now).items.count
            }
            if let first = try kernel.list(ListQuery(type: "work-order/work_order", limit: 1), as: actor, at: now).items.first {
                try measure("one order, \(id)") { try kernel.view("work-order/work_order", id: first.id, as: actor, at: now).fields.count }
            }
        }
    }

    private func measure(_ name: String, _ work: () throws -> Int) throws {
        var all: [Double] = []
        var found = 0
        for _ in 0..<max(3, times / 20) { found = try work() }
        for _ in 0..<times {
            let one = Stopwatch()
            found = try work()
            all.append(one.milliseconds)
        }
        print("\(name): \(Distribution(all)), found \(found)")
    }
}
