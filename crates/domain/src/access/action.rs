//! Every act that is checked, and the posts that may do it.

use super::Post;

/// Something a person does or looks at. Each route declares one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// One's own password and second factor; allowed before the second factor is shown.
    OwnAccount,
    /// One's own desk, inbox and account.
    UseDesk,
    /// Lists and pages of students, identity numbers masked.
    ViewStudents,
    /// Change one student's record.
    EditStudent,
    /// See one full identity number, with a reason.
    RevealIdentity,
    /// Take a list of students out as a file, identity numbers masked.
    ExportStudents,
    /// Take a list with full identity numbers out as a file, with a reason.
    ExportIdentity,
    /// Name faculties, groups, majors and classes, and add new ones (plan 2.1).
    EditStructure,
    /// Bring rosters in, mend and undo them (plan 4.2).
    ImportStudents,
    /// Projects and their steps (plan 6).
    ViewProjects,
    /// Open a project, fill it in, hand it to the office (plan 6.1).
    PrepareProject,
    /// Approve or return a project (plan 6.1).
    ReviewProject,
    /// Let a project through a gate with a reason.
    GrantException,
    /// Selection rounds and their results (plan 4.2).
    ViewSelection,
    /// Open a round: snapshot, weights, tie keys (plan 4.2).
    PrepareSelection,
    /// Type or import scores (plan 4.3.2).
    EnterScores,
    /// Say, as the third person, what stands where the two entries of a mark differ (plan 4.3.2).
    SettleMarks,
    /// Seal the scores; the cut is computed from what was sealed (plan 4.3.2).
    SealScores,
    /// Lock selection papers away, see their openings, count their copies (plan 4.3.2).
    KeepPapers,
    /// Open a selection paper together with a second person (plan 4.3.2).
    OpenPapers,
    /// Confirm the computed result as a person, then publish it (plan 4.2).
    ConfirmSelection,
    /// Talks, wishes, activities and the incident plan (plan 4.3).
    ViewGuidance,
    /// Note talks and activities, register and hand in wishes (plan 4.3).
    RecordGuidance,
    /// Decide on a wish (plan 4.3.4).
    ReviewWish,
    /// Write the incident plan (plan 4.3.4).
    KeepIncidentPlan,
    /// Objections to a result and what came of them (plan 2.2.2c).
    ViewAppeals,
    /// Object to a result for oneself or for a student of the own class, and take that back (plan 2.2.2c).
    FileAppeal,
    /// Look at a marked paper again (plan 2.2.2c).
    RecheckMarks,
    /// Decide an appeal and confirm what a corrected mark does to the list (plan 2.2.2c).
    DecideAppeal,
    /// Registration lists (plan 6.3).
    ViewRegistration,
    /// Check and hand in registration lists (plan 6.3).
    PrepareRegistration,
    /// Approve or return registration rows (plan 6.3).
    ReviewRegistration,
    /// Keep the platform's blank workbooks and their mapping (plan 6.3).
    ManageTemplates,
    /// Fill a workbook with full identity numbers (plan 6.3).
    FillTemplate,
    /// One's own registration: form, portrait, consent (plan 6.3).
    OwnRegistration,
    /// Help the students of a class to register: fill in, hand out links, remind (plan 6.3).
    HelpRegistration,
    /// Hand in portraits of many students at once (plan 6.3).
    CollectPhotos,
    /// See a student's portrait (plan 6.3).
    ViewPhoto,
    /// Answer what a student says is wrong in the roll (plan 6.3).
    AnswerCorrection,
    /// Accounts, posts and terms of office (plan 2.1).
    ManageAccounts,
    /// Read the record of what was done.
    ViewAudit,
    /// Set up the ways messages go out by (plan 3.6).
    ManageChannels,
    /// What was sent to whom, and what came of it (plan 3.6).
    ViewDeliveries,
    /// Send a message once more that did not arrive (plan 3.6).
    SendAgain,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 44] = [
        Self::OwnAccount,
        Self::UseDesk,
        Self::ViewStudents,
        Self::EditStudent,
        Self::RevealIdentity,
        Self::ExportStudents,
        Self::ExportIdentity,
        Self::EditStructure,
        Self::ImportStudents,
        Self::ViewProjects,
        Self::PrepareProject,
        Self::ReviewProject,
        Self::GrantException,
        Self::ViewSelection,
        Self::PrepareSelection,
        Self::EnterScores,
        Self::SettleMarks,
        Self::SealScores,
        Self::KeepPapers,
        Self::OpenPapers,
        Self::ConfirmSelection,
        Self::ViewGuidance,
        Self::RecordGuidance,
        Self::ReviewWish,
        Self::KeepIncidentPlan,
        Self::ViewAppeals,
        Self::FileAppeal,
        Self::RecheckMarks,
        Self::DecideAppeal,
        Self::ViewRegistration,
        Self::PrepareRegistration,
        Self::ReviewRegistration,
        Self::ManageTemplates,
        Self::FillTemplate,
        Self::OwnRegistration,
        Self::HelpRegistration,
        Self::CollectPhotos,
        Self::ViewPhoto,
        Self::AnswerCorrection,
        Self::ManageAccounts,
        Self::ViewAudit,
        Self::ManageChannels,
        Self::ViewDeliveries,
        Self::SendAgain,
    ];

    /// The posts that may do it, each within its own [`super::Scope`].
    #[expect(
        clippy::match_same_arms,
        clippy::too_many_lines,
        reason = "a table reads line by line, in the order of the plan"
    )]
    pub const fn posts(self) -> &'static [Post] {
        use Post::{
            Administrator, Auditor, ClassTeacher, FacultyHead, GroupLeader, LeadingGroupDeputy,
            LeadingGroupHead, LeadingGroupMember, OfficeClerk, OfficeDirector, Teacher,
        };
        match self {
            Self::OwnAccount | Self::UseDesk => &Post::ALL,
            Self::ViewStudents => &[
                OfficeDirector,
                OfficeClerk,
                Post::AcademicAffairs,
                Post::StudentAffairs,
                FacultyHead,
                GroupLeader,
                ClassTeacher,
            ],
            Self::EditStudent => &[OfficeDirector, OfficeClerk],
            Self::RevealIdentity => &[OfficeDirector, OfficeClerk, GroupLeader],
            Self::ExportStudents => &[OfficeDirector, OfficeClerk, GroupLeader],
            Self::ExportIdentity => &[OfficeDirector, OfficeClerk],
            Self::EditStructure => &[OfficeDirector, OfficeClerk],
            Self::ImportStudents => &[OfficeDirector, OfficeClerk],
            Self::ViewProjects => &[
                LeadingGroupHead,
                LeadingGroupDeputy,
                LeadingGroupMember,
                OfficeDirector,
                OfficeClerk,
                Post::PracticalTraining,
                Post::InformationCentre,
                Post::AcademicAffairs,
                Post::StudentAffairs,
                Post::GeneralAffairs,
                FacultyHead,
                GroupLeader,
                Teacher,
                ClassTeacher,
            ],
            Self::PrepareProject => &[GroupLeader],
            Self::ReviewProject => &[OfficeDirector, OfficeClerk],
            Self::GrantException => &[LeadingGroupHead, LeadingGroupDeputy],
            Self::ViewSelection => &[
                LeadingGroupHead,
                LeadingGroupDeputy,
                LeadingGroupMember,
                OfficeDirector,
                OfficeClerk,
                Post::AcademicAffairs,
                FacultyHead,
                GroupLeader,
                Teacher,
                ClassTeacher,
            ],
            Self::PrepareSelection | Self::SealScores => &[GroupLeader],
            Self::EnterScores => &[GroupLeader, Teacher],
            Self::KeepPapers | Self::OpenPapers => &[OfficeDirector, OfficeClerk, GroupLeader],
            Self::SettleMarks => &[Post::AcademicAffairs, FacultyHead, GroupLeader],
            Self::ConfirmSelection => &[OfficeDirector, OfficeClerk],
            Self::ViewGuidance => &[
                LeadingGroupHead,
                LeadingGroupDeputy,
                LeadingGroupMember,
                OfficeDirector,
                OfficeClerk,
                Post::StudentAffairs,
                FacultyHead,
                GroupLeader,
                ClassTeacher,
            ],
            Self::RecordGuidance => &[Post::StudentAffairs, GroupLeader, ClassTeacher],
            Self::ReviewWish | Self::KeepIncidentPlan => &[OfficeDirector, OfficeClerk],
            Self::ViewAppeals => &[
                OfficeDirector,
                OfficeClerk,
                Post::AcademicAffairs,
                FacultyHead,
                GroupLeader,
                Teacher,
                ClassTeacher,
                Post::Student,
            ],
            Self::FileAppeal => &[ClassTeacher, Post::Student],
            Self::RecheckMarks => &[Post::AcademicAffairs, FacultyHead, GroupLeader, Teacher],
            Self::DecideAppeal => &[OfficeDirector],
            Self::ViewRegistration => &[
                OfficeDirector,
                OfficeClerk,
                FacultyHead,
                GroupLeader,
                ClassTeacher,
            ],
            Self::PrepareRegistration => &[GroupLeader],
            Self::ReviewRegistration => &[OfficeDirector, OfficeClerk],
            Self::ManageTemplates | Self::FillTemplate => {
                &[OfficeDirector, OfficeClerk, GroupLeader]
            }
            Self::OwnRegistration => &[Post::Student],
            Self::HelpRegistration => &[ClassTeacher],
            Self::CollectPhotos => &[GroupLeader, ClassTeacher],
            Self::ViewPhoto => &[
                OfficeDirector,
                OfficeClerk,
                GroupLeader,
                ClassTeacher,
                Post::Student,
            ],
            Self::AnswerCorrection => &[OfficeDirector, OfficeClerk, ClassTeacher],
            Self::ManageAccounts => &[Administrator],
            Self::ViewAudit => &[Auditor, OfficeDirector],
            Self::ManageChannels => &[Administrator],
            Self::ViewDeliveries | Self::SendAgain => &[OfficeDirector, OfficeClerk, Administrator],
        }
    }

    /// About the person alone: the place of a post has nothing to say about it.
    pub const fn is_ones_own(self) -> bool {
        matches!(self, Self::OwnAccount | Self::UseDesk)
    }

    /// What one must be able to see for "you may not" to be said at all; who cannot see it hears "not there".
    #[must_use]
    #[expect(
        clippy::match_same_arms,
        reason = "a table reads line by line, in the order of the plan"
    )]
    pub const fn seen_by(self) -> Self {
        match self {
            Self::ViewStudents
            | Self::EditStudent
            | Self::RevealIdentity
            | Self::ExportStudents
            | Self::ExportIdentity
            | Self::EditStructure
            | Self::ImportStudents => Self::ViewStudents,
            Self::ViewProjects
            | Self::PrepareProject
            | Self::ReviewProject
            | Self::GrantException => Self::ViewProjects,
            Self::ViewSelection
            | Self::PrepareSelection
            | Self::EnterScores
            | Self::SettleMarks
            | Self::SealScores
            | Self::ConfirmSelection => Self::ViewSelection,
            // Whoever does not keep papers hears nothing of them.
            Self::KeepPapers | Self::OpenPapers => Self::KeepPapers,
            Self::ViewGuidance
            | Self::RecordGuidance
            | Self::ReviewWish
            | Self::KeepIncidentPlan => Self::ViewGuidance,
            Self::ViewAppeals | Self::FileAppeal | Self::RecheckMarks | Self::DecideAppeal => {
                Self::ViewAppeals
            }
            Self::ViewRegistration
            | Self::PrepareRegistration
            | Self::ReviewRegistration
            | Self::ManageTemplates
            | Self::FillTemplate
            | Self::HelpRegistration
            | Self::CollectPhotos => Self::ViewRegistration,
            Self::AnswerCorrection => Self::ViewStudents,
            Self::ViewPhoto => Self::ViewPhoto,
            Self::OwnRegistration => Self::OwnRegistration,
            Self::SendAgain => Self::ViewDeliveries,
            Self::OwnAccount
            | Self::UseDesk
            | Self::ManageAccounts
            | Self::ManageChannels
            | Self::ViewDeliveries
            | Self::ViewAudit => Self::UseDesk,
        }
    }

    /// Whether the second factor must have been shown within the last ten minutes (ASVS 6.3.3, 7.5.3).
    pub const fn needs_fresh_factor(self) -> bool {
        matches!(
            self,
            Self::ExportIdentity
                | Self::FillTemplate
                | Self::OpenPapers
                | Self::ManageAccounts
                | Self::ManageChannels
        )
    }

    /// The act as a noun phrase, for sentences such as "能办的人：…".
    pub const fn label(self) -> &'static str {
        match self {
            Self::OwnAccount => "管理自己的账号",
            Self::UseDesk => "使用工作台",
            Self::ViewStudents => "查看学生",
            Self::EditStudent => "修改学生信息",
            Self::RevealIdentity => "查看完整证件号码",
            Self::ExportStudents => "导出学生名单",
            Self::ExportIdentity => "导出完整证件号码",
            Self::EditStructure => "修改系、专业和班级",
            Self::ImportStudents => "导入名册",
            Self::ViewProjects => "查看项目",
            Self::PrepareProject => "新建和填写项目",
            Self::ReviewProject => "审核项目",
            Self::GrantException => "按例外放行",
            Self::ViewSelection => "查看选拔",
            Self::PrepareSelection => "新建选拔",
            Self::EnterScores => "录入选拔成绩",
            Self::SettleMarks => "裁定两遍成绩的差异",
            Self::SealScores => "封存成绩单",
            Self::KeepPapers => "保管选拔试卷",
            Self::OpenPapers => "启封选拔试卷",
            Self::ViewGuidance => "查看辅导谈话和报考意愿",
            Self::RecordGuidance => "记录谈话和活动，登记报考意愿",
            Self::ReviewWish => "审批报考意愿",
            Self::KeepIncidentPlan => "编写应急预案",
            Self::ConfirmSelection => "确认、公示选拔结果并定案",
            Self::ViewAppeals => "查看申诉",
            Self::FileAppeal => "提出申诉",
            Self::RecheckMarks => "复查成绩",
            Self::DecideAppeal => "决定申诉",
            Self::ViewRegistration => "查看报名",
            Self::PrepareRegistration => "核对和提交报名表",
            Self::ReviewRegistration => "审核报名表",
            Self::ManageTemplates => "管理平台模板",
            Self::FillTemplate => "填写平台模板",
            Self::OwnRegistration => "办理自己的报名",
            Self::HelpRegistration => "帮本班学生报名",
            Self::CollectPhotos => "成批上传证件照",
            Self::ViewPhoto => "查看学生证件照",
            Self::AnswerCorrection => "核对学生提出的更正",
            Self::ManageAccounts => "管理账号和岗位",
            Self::ViewAudit => "查看操作日志",
            Self::ManageChannels => "管理通知渠道",
            Self::ViewDeliveries => "查看发送记录",
            Self::SendAgain => "重新发送通知",
        }
    }
}
