import WorkCalendar

/// What is to happen, earliest first; at the same moment in the order it was noted.
struct Agenda {
    private struct Entry {
        var at: Int64
        var order: Int
        var story: any Story

        func isBefore(_ other: Entry) -> Bool { at != other.at ? at < other.at : order < other.order }
    }

    /// A binary heap.
    private var entries: [Entry] = []
    private var noted = 0

    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }
    /// When the next one is due.
    var next: Moment? { entries.first.map { Moment(clamping: $0.at) } }

    mutating func note(_ story: any Story, at moment: Moment) {
        noted += 1
        entries.append(Entry(at: moment.milliseconds, order: noted, story: story))
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].isBefore(entries[parent]) else { return }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    mutating func take() -> (story: any Story, at: Moment)? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            var parent = 0
            while true {
                var least = parent
                for child in [2 * parent + 1, 2 * parent + 2] where child < entries.count && entries[child].isBefore(entries[least]) {
                    least = child
                }
                if least == parent { break }
                entries.swapAt(parent, least)
                parent = least
            }
        }
        return (first.story, Moment(clamping: first.at))
    }
}

/// A matter from its beginning to its end, one step at a time.
protocol Story: AnyObject {
    /// Does what is next, at the province's moment.
    /// - Returns: when to go on; nil when the story has ended.
    func proceed(in province: Province) throws -> Moment?
}
