//! What stands around every page: school, person, menu, counts, the line about what was just done.

use domain::access::Action;

use super::assets::VERSION;
use super::session::Visitor;
use super::{App, Flash, WebResult};

/// The place in the menu a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nav {
    Desk,
    Projects,
    Selection,
    Guidance,
    Registration,
    Class,
    Students,
    Imports,
    Accounts,
    Audit,
    Channels,
    Deliveries,
    /// Pages that stand in no menu.
    None,
}

/// Fields of `shell/base.html`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    pub(crate) school: String,
    pub(crate) demo: Option<String>,
    pub(crate) user: Option<LayoutUser>,
    pub(crate) nav: Vec<NavGroup>,
    pub(crate) waiting: usize,
    pub(crate) unread: usize,
    pub(crate) flash: Option<Flash>,
    pub(crate) search: String,
    /// Whether single keys do something here.
    pub(crate) keys: bool,
    pub(crate) asset_version: String,
}

/// Who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct LayoutUser {
    pub(crate) name: String,
    pub(crate) post: String,
}

/// A group of the menu.
#[derive(Clone, Debug)]
pub(crate) struct NavGroup {
    pub(crate) label: Option<String>,
    pub(crate) items: Vec<NavItem>,
}

/// A line of the menu.
#[derive(Clone, Debug)]
pub(crate) struct NavItem {
    pub(crate) label: String,
    pub(crate) href: String,
    pub(crate) icon: String,
    pub(crate) current: bool,
}

type Line = (Nav, &'static str, &'static str, &'static str, Action);

/// The menu in its groups; a person sees the lines he may open somewhere.
const MENU: [(Option<&str>, &[Line]); 4] = [
    (
        None,
        &[
            (Nav::Desk, "工作台", "/", "home", Action::UseDesk),
            (
                Nav::Projects,
                "项目",
                "/projects",
                "folder",
                Action::ViewProjects,
            ),
        ],
    ),
    (
        Some("办理"),
        &[
            (
                Nav::Selection,
                "选拔",
                "/selection",
                "filter",
                Action::ViewSelection,
            ),
            (
                Nav::Guidance,
                "辅导谈话",
                "/guidance",
                "megaphone",
                Action::ViewGuidance,
            ),
            (
                Nav::Registration,
                "报名",
                "/registration",
                "form",
                Action::ViewRegistration,
            ),
            (
                Nav::Class,
                "我的班",
                "/my-class",
                "user",
                Action::HelpRegistration,
            ),
        ],
    ),
    (
        Some("基础"),
        &[
            (
                Nav::Students,
                "学生",
                "/students",
                "users",
                Action::ViewStudents,
            ),
            (
                Nav::Imports,
                "导入名册",
                "/imports",
                "upload",
                Action::ImportStudents,
            ),
        ],
    ),
    (
        Some("保障"),
        &[
            (
                Nav::Accounts,
                "账号与岗位",
                "/accounts",
                "user",
                Action::ManageAccounts,
            ),
            (
                Nav::Audit,
                "操作日志",
                "/audit",
                "archive",
                Action::ViewAudit,
            ),
            (
                Nav::Deliveries,
                "发送记录",
                "/deliveries",
                "send",
                Action::ViewDeliveries,
            ),
            (
                Nav::Channels,
                "通知渠道",
                "/channels",
                "megaphone",
                Action::ManageChannels,
            ),
        ],
    ),
];

impl Layout {
    /// Around a page for somebody signed in.
    pub(crate) async fn of(app: &App, visitor: &Visitor, current: Nav) -> WebResult<Self> {
        let unread = store::messages::unread(app.db.read(), visitor.actor.account()).await?;
        Ok(Self {
            user: Some(LayoutUser {
                name: visitor.actor.name().to_owned(),
                post: visitor
                    .main_post()
                    .map(|post| post.label().to_owned())
                    .unwrap_or_default(),
            }),
            nav: menu(visitor, current),
            waiting: crate::desk::waiting_count(app, visitor).await?,
            unread: usize::try_from(unread).unwrap_or_default(),
            flash: visitor.flash.clone(),
            keys: visitor.session.keys,
            ..Self::signed_out(app).await?
        })
    }

    /// Around a page for somebody not signed in.
    pub(crate) async fn signed_out(app: &App) -> WebResult<Self> {
        Ok(Self {
            school: store::settings::school_name(app.db.read()).await?,
            demo: app.config.demo.clone(),
            asset_version: VERSION.clone(),
            ..Self::default()
        })
    }
}

fn menu(visitor: &Visitor, current: Nav) -> Vec<NavGroup> {
    let groups = MENU.iter().map(|(label, lines)| NavGroup {
        label: label.map(str::to_owned),
        items: lines
            .iter()
            .filter(|(.., action)| visitor.actor.may_somewhere(*action))
            .map(|(nav, label, href, icon, _)| NavItem {
                label: (*label).to_owned(),
                href: (*href).to_owned(),
                icon: (*icon).to_owned(),
                current: *nav == current,
            })
            .collect(),
    });
    groups.filter(|group| !group.items.is_empty()).collect()
}
