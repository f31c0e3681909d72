import Casework
import Testing

@Suite struct `The organisation tree` {
    private func organisation(_ code: String, under parent: String?) -> Organisation {
        Organisation(code: code, name: "\(code)局", kind: "k", level: "county", parent: parent, division: code)
    }

    @Test func `knows who stands above and below`() {
        let tree = OrganisationTree(SampleOffice.organisations)
        #expect(
            tree.lineage(of: SampleOffice.office) == [SampleOffice.office, SampleOffice.qingxiu, SampleOffice.nanning, SampleOffice.region])
        #expect(tree.isAtOrBelow(SampleOffice.office, SampleOffice.nanning))
        #expect(tree.isAtOrBelow(SampleOffice.office, SampleOffice.office))
        #expect(!tree.isAtOrBelow(SampleOffice.nanning, SampleOffice.office))
        #expect(!tree.isAtOrBelow(SampleOffice.office, SampleOffice.liuzhou))
        #expect(
            tree.scopeColumns(of: SampleOffice.office) == [
                SampleOffice.region, SampleOffice.nanning, SampleOffice.qingxiu, SampleOffice.office, nil,
            ])
        #expect(
            tree.below(SampleOffice.nanning).map(\.code) == [SampleOffice.qingxiu, SampleOffice.office, SampleOffice.xingning].sorted())
        #expect(tree.ancestor(of: SampleOffice.office, level: "city")?.code == SampleOffice.nanning)
        #expect(tree.resolve("柳州市司法局")?.code == SampleOffice.liuzhou)
        #expect(tree.root?.code == SampleOffice.region)
    }

    @Test func `an unknown parent makes a root`() {
        let tree = OrganisationTree([organisation("a", under: "nowhere"), organisation("b", under: "a")])
        #expect(tree.lineage(of: "b") == ["b", "a"])
        #expect(tree.depth(of: "a") == 1)
    }

    @Test func `a circle ends`() {
        let tree = OrganisationTree([
            organisation("a", under: "c"), organisation("b", under: "a"), organisation("c", under: "b"), organisation("d", under: "d"),
        ])
        #expect(tree.lineage(of: "a") == ["a", "c", "b"])
        #expect(tree.lineage(of: "d") == ["d"])
        #expect(Set(tree.below("a").map(\.code)) == ["b", "c"])
        #expect(tree.below("d").isEmpty)
    }

    @Test func `the unknown is below nobody`() {
        let tree = OrganisationTree(SampleOffice.organisations)
        #expect(!tree.isAtOrBelow("x", SampleOffice.region))
        #expect(!tree.isAtOrBelow("x", "x"))
        #expect(tree.depth(of: "x") == nil)
        #expect(tree.scopeColumns(of: "x") == [nil, nil, nil, nil, nil])
        #expect(tree.below("x").isEmpty)
        #expect(OrganisationTree([]).root == nil)
    }

    @Test func `what is deeper than the scope columns is scoped by the five above`() {
        let codes = (0..<8).map { "o\($0)" }
        let tree = OrganisationTree(codes.enumerated().map { organisation($1, under: $0 == 0 ? nil : codes[$0 - 1]) })
        #expect(tree.scopeColumns(of: "o7") == ["o0", "o1", "o2", "o3", "o4"])
        #expect(tree.depth(of: "o7") == 8)
    }
}
