/// What can be started after an answer: a matter of the platform, or the authority that handles it outside.
public enum Matter: String, Sendable, Hashable, Codable, CaseIterable {
    case legalAid = "apply-legal-aid"
    case notary = "apply-notary"
    case lawyer = "apply-lawyer"
    case mediation = "apply-mediation"
    case forensic = "apply-forensic"
    case arbitration = "apply-arbitration"
    case grassroots = "apply-grassroots"
    case legalQualification = "apply-legal-qualification"
    case licence = "apply-licence"
    /// A question left for the desk, answered within 24 hours.
    case consultation = "work-order"
    case directory = "legal-directory"
    case guide = "service-guide"
    case progress = "progress-query"
    case complaint = "interaction"
    case disclosure = "notices-disclosure"
    case reconsideration = "reconsideration"
    // Handled by others; the platform shows the way.
    case police = "police"
    case labourInspection = "labour-inspection"
    case labourArbitration = "labour-arbitration"
    case socialInsurance = "social-insurance"
    case court = "court"
    case procuratorate = "procuratorate"
    case marketRegulation = "market-regulation"
    case civilAffairs = "civil-affairs"
    case naturalResources = "natural-resources"
    case housing = "housing"
    case health = "health"
    case township = "township"
    case womenFederation = "women-federation"
    case prison = "prison"
    case judicialOffice = "judicial-office"

    /// As shown on the button.
    public var label: String {
        switch self {
        case .legalAid: "申请法律援助"
        case .notary: "预约或申请公证"
        case .lawyer: "预约律师咨询"
        case .mediation: "申请人民调解"
        case .forensic: "预约司法鉴定"
        case .arbitration: "申请商事仲裁"
        case .grassroots: "预约基层法律服务"
        case .legalQualification: "法律职业资格服务"
        case .licence: "申请行政许可"
        case .consultation: "给12348留言咨询"
        case .directory: "查询法律服务机构和人员"
        case .guide: "查看办事指南"
        case .progress: "查询办理进度"
        case .complaint: "投诉与建议"
        case .disclosure: "申请政府信息公开"
        case .reconsideration: "申请行政复议"
        case .police: "向公安机关报警（110）"
        case .labourInspection: "向劳动保障监察投诉（12333）"
        case .labourArbitration: "申请劳动争议仲裁"
        case .socialInsurance: "向人社部门办理（12333）"
        case .court: "向人民法院起诉（12368）"
        case .procuratorate: "向人民检察院反映（12309）"
        case .marketRegulation: "向市场监管部门投诉（12315）"
        case .civilAffairs: "到民政部门办理"
        case .naturalResources: "到自然资源（不动产登记）部门办理"
        case .housing: "到住房城乡建设部门办理"
        case .health: "到卫生健康部门反映（12345）"
        case .township: "到乡镇人民政府、街道办事处办理"
        case .womenFederation: "向妇联求助（12338）"
        case .prison: "向监狱、戒毒机构咨询"
        case .judicialOffice: "联系司法所"
        }
    }

    /// Whether the platform itself takes it.
    public var isOurs: Bool {
        switch self {
        case .legalAid, .notary, .lawyer, .mediation, .forensic, .arbitration, .grassroots, .legalQualification, .licence, .consultation,
            .directory,
            .guide, .progress, .complaint, .disclosure, .reconsideration:
            true
        default: false
        }
    }
}
