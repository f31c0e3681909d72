/// Made-up people. Surnames are those common in Guangxi; whoever is called 某 with a heavenly stem is plainly nobody.
enum Names {
    private static let surnames = [
        "韦", "黄", "覃", "李", "陈", "梁", "陆", "莫", "蒙", "蓝", "农", "罗", "潘", "谢", "杨", "周", "吴", "刘", "张", "王", "唐", "蒋", "邓", "何", "林", "岑",
        "卢", "甘", "班", "凌",
    ]
    private static let stems = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"]
    /// Long ones, as life has them; screens must bear them.
    private static let long = ["阿卜杜热合曼·买买提托合提·吐尔逊", "欧阳某某（曾用名：上官某某）", "阮氏某某（越南籍，Nguyễn Thị M.）", "诸葛某甲", "司徒某乙"]

    static func person(_ chance: inout SeededGenerator) -> String {
        if chance.chance(0.006) { return chance.pick(long) ?? "某某" }
        return (chance.pick(surnames) ?? "韦") + "某" + (chance.pick(stems) ?? "甲")
    }

    /// The same for the same id.
    static func person(of id: String) -> String {
        var chance = SeededGenerator(seed: 12_348).fork(id)
        return (chance.pick(surnames) ?? "韦") + "某" + (chance.pick(stems) ?? "甲")
    }

    /// 律师甲, 律师乙 … 律师癸, 律师甲二 …
    static func numbered(_ title: String, _ index: Int) -> String {
        let round = index / stems.count
        return title + stems[index % stems.count] + (round == 0 ? "" : Question.chinese(round + 1))
    }
}
