/// From files to a catalogue: every file is parsed once, all names are gathered, then everything is read and its names looked up.
struct CatalogueReader {
    let folder: DefinitionFolder
    let problems: Problems

    private struct Parsed {
        var file: DefinitionFolder.File
        var root: YAMLNode
    }

    func read() -> (catalogue: Catalogue, templates: TemplatePlaces) {
        var names = DefinitionNames()
        var shared: [Parsed] = []
        var systems: [Parsed] = []
        for file in folder.files where file.isShared || file.isSystem {
            let root: YAMLNode
            do {
                root = try YAMLFile.node(of: file.text(), name: file.path)
            } catch {
                problems.report(error)
                // What stands in an unreadable file is not missing elsewhere.
                names.unreadable.insert(file.isShared ? DefinitionNames.shared : file.folderName)
                continue
            }
            ShapeCheck(problems: problems).check(root, .keys(file.isShared ? .shared : .system), place: "")
            if file.isShared {
                names.gather(root, into: DefinitionNames.shared)
                shared.append(Parsed(file: file, root: root))
            } else if let id = root["system"]?.text {
                checkSystem(id, root, file, among: systems)
                names.gather(root, into: id)
                systems.append(Parsed(file: file, root: root))
            }
        }
        if folder.files.allSatisfy({ !$0.isSystem && !$0.isShared }) {
            problems.report(Position(file: ".", line: 0, column: 0), "文件夹中没有定义", mend: "定义放在 <平台>/<系统>/system.yaml")
        }
        var catalogue = Catalogue(
            systems: [], sharedCodes: [:], sharedStructures: [:], sharedParameters: [:], roles: [], digest: folder.digest)
        for parsed in shared { read(parsed, names, into: &catalogue) }
        var nodes: [String: YAMLNode] = [:]
        var templates = TemplatePlaces()
        for parsed in systems {
            let reader = DefinitionReader(
                names: names, problems: problems, system: parsed.root["system"]?.text ?? "", papers: papers(beside: parsed.file))
            guard let system = reader.system(parsed.root) else { continue }
            catalogue.systems.append(system)
            for pair in parsed.root["records"]?.pairs ?? [] {
                let type = "\(system.id)/\(pair.key.text ?? "")"
                nodes[type] = pair.value
                templates.gather(pair.value, record: type, folder: parsed.file.folder)
            }
        }
        for record in catalogue.records {
            guard let node = nodes[record.type] else { continue }
            ReferenceCheck(names: RecordNames(record, children: catalogue.children(of: record)), problems: problems).check(node)
        }
        return (catalogue, templates)
    }

    private func checkSystem(_ id: String, _ root: YAMLNode, _ file: DefinitionFolder.File, among systems: [Parsed]) {
        let position = root["system"]?.position ?? root.position
        if let other = systems.first(where: { $0.root["system"]?.text == id }) {
            problems.report(position, "系统“\(id)”已经在 \(other.file.path) 中定义", mend: "改其中一个的标识")
        }
        if id == DefinitionNames.shared { problems.report(position, "系统不能叫“shared”", mend: "换一个标识") }
        if !file.folderName.isEmpty && file.folderName != id {
            problems.report(position, "系统“\(id)”与文件夹“\(file.folderName)”不同名", mend: "把文件夹改名为 \(id)，或者改正 system")
        }
    }

    private func read(_ parsed: Parsed, _ names: DefinitionNames, into catalogue: inout Catalogue) {
        let reader = DefinitionReader(names: names, problems: problems, system: DefinitionNames.shared, papers: [:])
        func merge<Value>(_ new: [String: Value], into old: inout [String: Value], _ what: String, position: (Value) -> Position) {
            for (id, value) in new.sorted(by: { $0.key < $1.key }) {
                if old[id] != nil { problems.report(position(value), "共用的\(what)“\(id)”已经在另一个文件中定义", mend: "合并成一个") }
                old[id] = value
            }
        }
        merge(reader.codes(parsed.root), into: &catalogue.sharedCodes, "代码表", position: \.position)
        merge(reader.structures(parsed.root), into: &catalogue.sharedStructures, "结构", position: \.position)
        merge(reader.parameters(parsed.root), into: &catalogue.sharedParameters, "参数", position: \.position)
        for role in reader.roles(parsed.root) {
            if catalogue.role(role.id) != nil { problems.report(role.position, "角色“\(role.id)”已经在另一个文件中定义", mend: "合并成一个") }
            catalogue.roles.append(role)
        }
    }

    /// Texts of the system's own folder, by path inside it.
    private func papers(beside file: DefinitionFolder.File) -> [String: String] {
        let prefix = file.folder.isEmpty ? "" : file.folder + "/"
        var papers: [String: String] = [:]
        for other in folder.files where other.path.hasPrefix(prefix) && other.name.hasSuffix(".md") {
            do {
                papers[String(other.path.dropFirst(prefix.count))] = try other.text()
            } catch {
                problems.report(error)
            }
        }
        return papers
    }
}

extension DefinitionFolder.File {
    /// Name of the folder it stands in, without the path; empty at the top.
    var folderName: String { folder.split(separator: "/").last.map(String.init) ?? "" }
}
