//! The posts of the plan's organisation (plan 2.1, 3) and how far each one reaches.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What part of the school a post is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole school.
    School,
    /// The faculty the post was given for.
    Faculty,
    /// The major group the post was given for.
    Group,
    /// The class the post was given for.
    Class,
    /// The person alone.
    Student,
}

/// A post somebody holds for a term of office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(
    feature = "db",
    derive(sea_orm::EnumIter, sea_orm::DeriveActiveEnum),
    sea_orm(
        rs_type = "String",
        db_type = "String(sea_orm::sea_query::StringLen::N(32))",
        rename_all = "snake_case"
    )
)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// 领导小组组长 (plan 2.1)
    LeadingGroupHead,
    /// 领导小组副组长
    LeadingGroupDeputy,
    /// 领导小组成员
    LeadingGroupMember,
    /// 培训就业处主任 (plan 3.1)
    OfficeDirector,
    /// 培训就业处干事
    OfficeClerk,
    /// 实训处 (plan 3.2)
    PracticalTraining,
    /// 信息中心 (plan 3.3)
    InformationCentre,
    /// 教务处 (plan 3.5)
    AcademicAffairs,
    /// 学生处 (plan 3.6)
    StudentAffairs,
    /// 总务处 (plan 3.7)
    GeneralAffairs,
    /// 系主任, member of the leading group by office
    FacultyHead,
    /// 专业组长 (plan 3.4)
    GroupLeader,
    /// 专业教师: teaches and marks within the major group (plan 3.4, 4.3.2)
    Teacher,
    /// 班主任
    ClassTeacher,
    /// 系统管理员: accounts and the machine, no student data
    Administrator,
    /// 审计员: reads what was done, does nothing
    Auditor,
    /// 学生
    Student,
}

impl Post {
    /// Every post, in the order of the plan's organisation.
    pub const ALL: [Self; 17] = [
        Self::LeadingGroupHead,
        Self::LeadingGroupDeputy,
        Self::LeadingGroupMember,
        Self::OfficeDirector,
        Self::OfficeClerk,
        Self::PracticalTraining,
        Self::InformationCentre,
        Self::AcademicAffairs,
        Self::StudentAffairs,
        Self::GeneralAffairs,
        Self::FacultyHead,
        Self::GroupLeader,
        Self::Teacher,
        Self::ClassTeacher,
        Self::Administrator,
        Self::Auditor,
        Self::Student,
    ];

    /// How far the post reaches.
    pub const fn scope(self) -> Scope {
        match self {
            Self::FacultyHead => Scope::Faculty,
            Self::GroupLeader | Self::Teacher => Scope::Group,
            Self::ClassTeacher => Scope::Class,
            Self::Student => Scope::Student,
            Self::LeadingGroupHead
            | Self::LeadingGroupDeputy
            | Self::LeadingGroupMember
            | Self::OfficeDirector
            | Self::OfficeClerk
            | Self::PracticalTraining
            | Self::InformationCentre
            | Self::AcademicAffairs
            | Self::StudentAffairs
            | Self::GeneralAffairs
            | Self::Administrator
            | Self::Auditor => Scope::School,
        }
    }

    /// Whether the holder must sign in with a second factor: posts that export personal data or administer.
    pub const fn needs_second_factor(self) -> bool {
        matches!(
            self,
            Self::Administrator | Self::OfficeDirector | Self::OfficeClerk | Self::GroupLeader
        )
    }

    /// The post in the school's words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::LeadingGroupHead => "领导小组组长",
            Self::LeadingGroupDeputy => "领导小组副组长",
            Self::LeadingGroupMember => "领导小组成员",
            Self::OfficeDirector => "培训就业处主任",
            Self::OfficeClerk => "培训就业处干事",
            Self::PracticalTraining => "实训处",
            Self::InformationCentre => "信息中心",
            Self::AcademicAffairs => "教务处",
            Self::StudentAffairs => "学生处",
            Self::GeneralAffairs => "总务处",
            Self::FacultyHead => "系主任",
            Self::GroupLeader => "专业组长",
            Self::Teacher => "专业教师",
            Self::ClassTeacher => "班主任",
            Self::Administrator => "系统管理员",
            Self::Auditor => "审计员",
            Self::Student => "学生",
        }
    }

    /// The word used in the database, in URLs and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::LeadingGroupHead => "leading_group_head",
            Self::LeadingGroupDeputy => "leading_group_deputy",
            Self::LeadingGroupMember => "leading_group_member",
            Self::OfficeDirector => "office_director",
            Self::OfficeClerk => "office_clerk",
            Self::PracticalTraining => "practical_training",
            Self::InformationCentre => "information_centre",
            Self::AcademicAffairs => "academic_affairs",
            Self::StudentAffairs => "student_affairs",
            Self::GeneralAffairs => "general_affairs",
            Self::FacultyHead => "faculty_head",
            Self::GroupLeader => "group_leader",
            Self::Teacher => "teacher",
            Self::ClassTeacher => "class_teacher",
            Self::Administrator => "administrator",
            Self::Auditor => "auditor",
            Self::Student => "student",
        }
    }
}

impl fmt::Display for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

/// The word names no post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有这个岗位")]
pub struct NotAPost;

impl FromStr for Post {
    type Err = NotAPost;

    fn from_str(text: &str) -> Result<Self, NotAPost> {
        Self::ALL
            .into_iter()
            .find(|post| post.code() == text)
            .ok_or(NotAPost)
    }
}
