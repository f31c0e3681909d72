/// What a browser says it is, in words that a person recognises his own device by: `安卓手机 · 微信`.
enum Device {
    static func words(_ agent: String) -> String {
        let system =
            systems.first { agent.contains($0.mark) }?.name ?? "其他设备"
        let browser = browsers.first { agent.contains($0.mark) }?.name
        return browser.map { "\(system) · \($0)" } ?? system
    }

    /// The first that fits: an iPad says Mac OS, an Android says Linux.
    private static let systems: [(mark: String, name: String)] = [
        ("OpenHarmony", "鸿蒙手机"), ("HarmonyOS", "鸿蒙手机"), ("iPhone", "苹果手机"), ("iPad", "苹果平板"), ("Android", "安卓手机"), ("Windows", "Windows电脑"),
        ("Mac OS", "苹果电脑"), ("Linux", "Linux电脑"),
    ]
    private static let browsers: [(mark: String, name: String)] = [
        ("MicroMessenger", "微信"), ("AlipayClient", "支付宝"), ("Edg", "Edge浏览器"), ("Firefox", "火狐浏览器"), ("Chrome", "谷歌浏览器"),
        ("Safari", "Safari浏览器"),
    ]
}
