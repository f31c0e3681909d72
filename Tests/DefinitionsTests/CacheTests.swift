import Foundation
import Testing

@testable import Definitions

@Suite struct `The cache of checked definitions` {
    /// A folder of definitions and a cache beside it.
    private struct Scene {
        let base: URL
        var systems: String { base.appendingPathComponent("Systems").path }
        var cacheFile: String { base.appendingPathComponent("cache/definitions").path }

        init() throws {
            base = FileManager.default.temporaryDirectory.appendingPathComponent("definitions-\(UUID().uuidString)")
            try write("shared/shared.yaml", Sample.shared)
            try write("p/sample/system.yaml", Sample.system(Sample.record()))
            try write("p/sample/scenarios.yaml", "scenario: 一\nsteps: []\n---\nscenario: 二\nsteps: []\n")
        }

        func write(_ path: String, _ text: String) throws {
            let file = base.appendingPathComponent("Systems/\(path)")
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }

        func load(build: String = "1") -> LoadResult {
            DefinitionLoader.load(directory: systems, cache: DefinitionCache(path: cacheFile, build: build))
        }

        func cached(build: String = "1") throws -> Catalogue? {
            DefinitionCache(path: cacheFile, build: build).catalogue(
                for: try DefinitionFolder(reading: systems), functions: StandardFunctions.declarations)
        }

        func remove() { try? FileManager.default.removeItem(at: base) }
    }

    @Test func `gives the same catalogue and counts`() throws {
        let scene = try Scene()
        defer { scene.remove() }
        #expect(try scene.cached() == nil)
        let first = scene.load()
        #expect(first.problems == [] && first.counts.scenarios == 2)
        #expect(try scene.cached() != nil)
        let second = scene.load()
        #expect(second.counts == first.counts)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(try encoder.encode(second.catalogue) == encoder.encode(first.catalogue))
        #expect(second.catalogue?.digest.count == 64)
    }

    @Test func `is passed over when a file changes, appears or is renamed`() throws {
        let scene = try Scene()
        defer { scene.remove() }
        _ = scene.load()
        try scene.write("p/sample/scenarios.yaml", "scenario: 一\nsteps: []\n")
        #expect(try scene.cached() == nil)
        _ = scene.load()
        try scene.write("p/sample/documents/a.md", "题")
        #expect(try scene.cached() == nil)
    }

    @Test func `is passed over by another build and other functions`() throws {
        let scene = try Scene()
        defer { scene.remove() }
        _ = scene.load(build: "1")
        #expect(try scene.cached(build: "1") != nil)
        #expect(try scene.cached(build: "2") == nil)
        let folder = try DefinitionFolder(reading: scene.systems)
        #expect(DefinitionCache(path: scene.cacheFile, build: "1").catalogue(for: folder, functions: []) == nil)
    }

    @Test func `works for a folder that is a link`() throws {
        let scene = try Scene()
        defer { scene.remove() }
        let link = scene.base.appendingPathComponent("link").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: scene.systems)
        #expect(DefinitionLoader.load(directory: link).counts == scene.load().counts)
        #expect(DefinitionLoader.load(directory: link + "/").counts.records == 1)
    }

    @Test func `never hides a refusal`() throws {
        let scene = try Scene()
        defer { scene.remove() }
        _ = scene.load()
        try scene.write("p/sample/system.yaml", Sample.system(Sample.record(actions: "ask: {label: 询问, from: nowhere, by: clerk}")))
        let wrong = scene.load()
        #expect(wrong.catalogue == nil && wrong.problems.count == 1)
        #expect(try scene.cached() == nil)
        #expect(scene.load().problems == wrong.problems)
    }

    @Test(arguments: [0, 10, 40, 90, 400])
    func `is ignored when damaged`(at offset: Int) throws {
        let scene = try Scene()
        defer { scene.remove() }
        _ = scene.load()
        var bytes = try Data(contentsOf: URL(fileURLWithPath: scene.cacheFile))
        bytes[bytes.startIndex + offset] ^= 0x20
        try bytes.write(to: URL(fileURLWithPath: scene.cacheFile))
        #expect(try scene.cached() == nil)
        #expect(scene.load().problems == [])
        #expect(try scene.cached() != nil)
    }

    @Test func `is ignored when cut short`() throws {
        let scene = try Scene()
        defer { scene.remove() }
        _ = scene.load()
        let bytes = try Data(contentsOf: URL(fileURLWithPath: scene.cacheFile))
        for length in [0, 5, 60, bytes.count - 1] {
            try bytes.prefix(length).write(to: URL(fileURLWithPath: scene.cacheFile))
            #expect(try scene.cached() == nil)
        }
    }
}
