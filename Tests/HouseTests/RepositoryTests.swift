import Foundation
import Testing

@Suite struct `What is committed` {
    /// Paths of one machine work on one machine. Folders that every system has (/usr, /etc, /tmp) are not meant.
    @Test func `names no path of one machine`() throws {
        // Where this checkout lies says something of the machine only when it is no folder that every machine has.
        let parent = Checkout.root.deletingLastPathComponent().path
        let isTelling = parent.split(separator: "/").count > 1 && !["/var/tmp", "/usr/src", "/usr/local"].contains(parent)
        var found: [Finding] = []
        for file in try Checkout.followedFiles() where Self.isText(file) {
            guard let bytes = try? Data(contentsOf: Checkout.root.appending(path: file)),
                (Self.folders + (isTelling ? [parent] : [])).contains(where: { bytes.range(of: Data("\($0)/".utf8)) != nil })
            else { continue }
            let text = String(decoding: bytes, as: UTF8.self)
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                let names =
                    line.contains(#/(?:^|[\s"'`(=:])/(?:root|home/\w+|Users/\w+|work)/[\w.]/#)
                    || (isTelling && line.contains(parent + "/"))
                if names { found.append(Finding(file: file, line: number + 1, what: "names a path of one machine")) }
            }
        }
        #expect(found.isEmpty, "\(found.map(\.description).joined(separator: "\n"))")
    }

    /// Data of third parties is read where it lies at test time; what browsers get from others arrives at set-up.
    @Test func `holds none of other people's data`() throws {
        let files = try Checkout.followedFiles()
        let names = ["cel.jsonl", "jt808.jsonl", "identifiers.jsonl", "acceptance.bin"]
        #expect(files.filter { names.contains(URL(filePath: $0).lastPathComponent) } == [])
        #expect(files.filter { $0.hasPrefix("Public/vendor/") || $0.hasSuffix(".whl") || $0.hasSuffix(".geojson") } == [])
        #expect(files.filter { $0.hasPrefix(".build") || $0.hasPrefix(".venv/") || $0.hasPrefix("var/") || $0 == "Package.resolved" } == [])
    }

    /// The same by content, against the folder that the tests read it from; ours are the calendar, the divisions and the programme.
    @Test func `holds no copy of a file of other people's data`() throws {
        let folder =
            ProcessInfo.processInfo.environment["BAGUI_DATA"].map { URL(filePath: $0) }
            ?? Checkout.root.deletingLastPathComponent().appending(path: "shared/data")
        guard let theirs = FileManager.default.enumerator(atPath: folder.path) else {
            print("no folder of reference data here (BAGUI_DATA): nothing to compare with")
            return
        }
        let ours = ["holidays.csv", "divisions.csv", "acceptance.bin", "README.md"]
        var bySize: [Int: [String]] = [:]
        for case let name as String in theirs where !ours.contains(name) && !name.hasPrefix("programme") {
            if let size = Self.size(of: folder.appending(path: name)), size > 0 { bySize[size, default: []].append(name) }
        }
        for file in try Checkout.followedFiles() {
            let path = Checkout.root.appending(path: file)
            guard let size = Self.size(of: path), let candidates = bySize[size] else { continue }
            let bytes = try Data(contentsOf: path)
            for name in candidates {
                #expect(try Data(contentsOf: folder.appending(path: name)) != bytes, "\(file) is a copy of \(name)")
            }
        }
    }

    private static let folders = ["/root", "/home", "/Users", "/work"]

    private static func isText(_ file: String) -> Bool {
        let binary = ["png", "jpg", "jpeg", "gif", "ico", "woff2", "pdf", "gz", "zip", "bin"]
        return !binary.contains(URL(filePath: file).pathExtension.lowercased()) && !file.hasPrefix("Tests/HouseTests/")
    }

    private static func size(of file: URL) -> Int? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file.path) else { return nil }
        return attributes[.type] as? FileAttributeType == .typeRegular ? attributes[.size] as? Int : nil
    }
}
