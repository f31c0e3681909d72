/// What is left visible of a personal value for those who need not read it whole (rule PRIV-02 of the platform).
public enum Mask {
    /// The first and last characters stay, each one between becomes `*`. A text too short to hide anything that way is hidden whole.
    public static func keep(_ text: String, leading: Int, trailing: Int) -> String {
        let count = text.count
        let (leading, trailing) = (max(0, leading), max(0, trailing))
        guard leading < count, trailing < count - leading else { return String(repeating: "*", count: count) }
        return text.prefix(leading) + String(repeating: "*", count: count - leading - trailing) + text.suffix(trailing)
    }

    /// The surname and one `*`, however long the name, so that its length tells nothing: `王*`; `欧阳*` for the compound surnames in use.
    public static func name(_ name: String) -> String {
        guard !name.isEmpty else { return "" }
        let compound = name.count > 2 && compoundSurnames.contains(String(name.prefix(2)))
        return name.prefix(compound ? 2 : 1) + "*"
    }

    private static let compoundSurnames: Set<String> = [
        "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人", "夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳",
        "公冶", "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于", "司空", "闾丘", "令狐", "百里", "呼延", "东郭", "南门", "轩辕",
    ]
}
