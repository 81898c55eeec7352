//! Who works at the demonstration school: every post of the plan's organisation is held by somebody (plan 2.1).

use domain::access::Post;
use domain::ids::{AccountId, StudentId};
use serde::Serialize;
use store::identity::{self, NewAccount, NewHolding};
use store::school::Structure;
use store::{StoreError, StoreResult, Tx};

use crate::shell::App;

/// One for all accounts: the demonstration holds nothing worth protecting.
const PASSWORD: &str = "demo-onex-2025";

/// What a post is about.
#[derive(Clone, Copy)]
enum About {
    School,
    Faculty(&'static str),
    Group(&'static str),
    Class(&'static str),
    /// The student of this number.
    Student(&'static str),
}

struct Person {
    post: Post,
    name: &'static str,
    login: &'static str,
    about: About,
}

const fn person(post: Post, name: &'static str, login: &'static str, about: About) -> Person {
    Person {
        post,
        name,
        login,
        about,
    }
}

/// The first of each post is the one the pictures show.
const PEOPLE: [Person; 38] = [
    person(Post::OfficeClerk, "林静仪", "linjingyi", About::School),
    person(Post::OfficeDirector, "何建平", "hejianping", About::School),
    person(
        Post::GroupLeader,
        "周文博",
        "zhouwenbo",
        About::Group("会计专业组"),
    ),
    person(
        Post::GroupLeader,
        "许嘉琳",
        "xujialin",
        About::Group("金融专业组"),
    ),
    person(
        Post::GroupLeader,
        "罗永强",
        "luoyongqiang",
        About::Group("物流专业组"),
    ),
    person(
        Post::GroupLeader,
        "谢文倩",
        "xiewenqian",
        About::Group("电商专业组"),
    ),
    person(
        Post::ClassTeacher,
        "苏敏华",
        "suminhua",
        About::Class("23会计3班"),
    ),
    person(
        Post::ClassTeacher,
        "黎晓雯",
        "lixiaowen",
        About::Class("23会计1班"),
    ),
    person(
        Post::ClassTeacher,
        "邓雅琴",
        "dengyaqin",
        About::Class("23会计2班"),
    ),
    person(
        Post::ClassTeacher,
        "温家豪",
        "wenjiahao",
        About::Class("23会计4班"),
    ),
    person(
        Post::ClassTeacher,
        "冼国强",
        "xianguoqiang",
        About::Class("23会计5班"),
    ),
    person(
        Post::ClassTeacher,
        "叶俊杰",
        "yejunjie",
        About::Class("23会计6班"),
    ),
    person(
        Post::ClassTeacher,
        "蓝秀芬",
        "lanxiufen",
        About::Class("23会计7班"),
    ),
    person(
        Post::ClassTeacher,
        "范振宇",
        "fanzhenyu",
        About::Class("23会计8班"),
    ),
    person(
        Post::LeadingGroupHead,
        "覃永康",
        "qinyongkang",
        About::School,
    ),
    person(
        Post::LeadingGroupDeputy,
        "区丽贤",
        "oulixian",
        About::School,
    ),
    person(
        Post::LeadingGroupMember,
        "韦国栋",
        "weiguodong",
        About::School,
    ),
    person(
        Post::FacultyHead,
        "陆明远",
        "lumingyuan",
        About::Faculty("财经系"),
    ),
    person(
        Post::FacultyHead,
        "麦秋月",
        "maiqiuyue",
        About::Faculty("商贸系"),
    ),
    person(
        Post::PracticalTraining,
        "龙伟明",
        "longweiming",
        About::School,
    ),
    person(
        Post::InformationCentre,
        "招志强",
        "zhaozhiqiang",
        About::School,
    ),
    person(
        Post::AcademicAffairs,
        "钟丽萍",
        "zhongliping",
        About::School,
    ),
    person(Post::StudentAffairs, "姚春燕", "yaochunyan", About::School),
    person(Post::GeneralAffairs, "莫丽娟", "molijuan", About::School),
    person(Post::Administrator, "冯启明", "fengqiming", About::School),
    person(Post::Auditor, "甘雪芬", "ganxuefen", About::School),
    person(
        Post::Student,
        "郑雅文",
        "2023010114",
        About::Student("2023010114"),
    ),
    person(
        Post::Student,
        "袁梓晴",
        "2023010733",
        About::Student("2023010733"),
    ),
    person(
        Post::Student,
        "孔梓萱",
        "2023010803",
        About::Student("2023010803"),
    ),
    person(Post::OfficeClerk, "彭家乐", "pengjiale", About::School),
    person(
        Post::Teacher,
        "陶慧敏",
        "taohuimin",
        About::Group("会计专业组"),
    ),
    person(
        Post::Teacher,
        "司徒志明",
        "situzhiming",
        About::Group("会计专业组"),
    ),
    person(
        Post::Teacher,
        "关颖思",
        "guanyingsi",
        About::Group("会计专业组"),
    ),
    person(
        Post::Teacher,
        "梁伟聪",
        "liangweicong",
        About::Group("金融专业组"),
    ),
    person(
        Post::Teacher,
        "霍咏诗",
        "huoyongshi",
        About::Group("金融专业组"),
    ),
    person(
        Post::Teacher,
        "利嘉宏",
        "lijiahong",
        About::Group("电商专业组"),
    ),
    person(
        Post::Teacher,
        "岑洁莹",
        "cenjieying",
        About::Group("物流专业组"),
    ),
    person(
        Post::Teacher,
        "伍泽霖",
        "wuzelin",
        About::Group("物流专业组"),
    ),
];

/// An account as it is printed and written to `accounts.json`.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    /// The word the program uses for the post.
    pub post: &'static str,
    /// The post in the school's words, with what it is about.
    #[serde(skip)]
    pub label: String,
    /// The person's name.
    pub name: &'static str,
    /// What to type.
    pub login: &'static str,
    /// What to type after it.
    pub password: &'static str,
}

/// Every account of the demonstration, those of the pictures first.
pub fn accounts() -> Vec<Account> {
    let account = |person: &Person| Account {
        post: person.post.code(),
        label: match person.about {
            About::School | About::Student(_) => person.post.label().to_owned(),
            About::Faculty(place) | About::Class(place) => {
                format!("{place} {}", person.post.label())
            }
            About::Group(place) if person.post == Post::GroupLeader => {
                format!("{}组长", place.trim_end_matches('组'))
            }
            About::Group(place) => format!("{place} {}", person.post.label()),
        },
        name: person.name,
        login: person.login,
        password: PASSWORD,
    };
    PEOPLE.iter().map(account).collect()
}

/// Make the accounts and give the posts; the hash of the one password is made once.
pub(super) async fn fill(app: &App, tx: &Tx, structure: &Structure, hash: &str) -> StoreResult<()> {
    let from = app.clock.today();
    for person in &PEOPLE {
        let student = match person.about {
            About::Student(number) => Some(student(tx, number).await?),
            About::School | About::Faculty(_) | About::Group(_) | About::Class(_) => None,
        };
        let active =
            NewAccount::active(person.login, person.name, hash.to_owned(), app.clock.now());
        let account = identity::create_account(
            tx,
            &NewAccount {
                student_id: student,
                ..active
            },
        )
        .await?;
        identity::give_post(tx, &holding(person, account, structure, from)?).await?;
    }
    Ok(())
}

/// The hash of the one password.
pub(super) async fn password_hash(app: &App) -> crate::shell::WebResult<String> {
    crate::identity::password::hash(app, PASSWORD).await
}

async fn student(tx: &Tx, number: &str) -> StoreResult<StudentId> {
    store::school::student_by_number(tx, number)
        .await?
        .map(|found| found.id)
        .ok_or(StoreError::NotFound)
}

fn holding(
    person: &Person,
    account: AccountId,
    structure: &Structure,
    from: chrono::NaiveDate,
) -> StoreResult<NewHolding> {
    let mut holding = NewHolding::school(account, person.post, from);
    match person.about {
        About::School | About::Student(_) => {}
        About::Faculty(name) => {
            holding.faculty = structure
                .faculties
                .iter()
                .find(|one| one.name == name)
                .map(|one| one.id);
        }
        About::Group(name) => {
            holding.group = structure
                .groups
                .iter()
                .find(|one| one.name == name)
                .map(|one| one.id);
        }
        About::Class(name) => {
            holding.class = structure
                .classes
                .iter()
                .find(|one| one.name == name)
                .map(|one| one.id);
        }
    }
    let whole = matches!(person.about, About::School | About::Student(_));
    let placed = holding.faculty.is_some() || holding.group.is_some() || holding.class.is_some();
    if whole || placed {
        Ok(holding)
    } else {
        Err(StoreError::NotFound)
    }
}
