//! A project whose selection is published, and the forms of registration filled in as a person would.

use std::collections::BTreeSet;

use domain::access::Post;
use domain::ids::{ListId, ProjectId, StudentId};
use domain::selection::{Marking, Terms, Verdict};
use domain::values::{Grade, Ratio};
use rust_xlsxwriter::{DataValidation, DocProperties, ExcelDateTime, Format, Workbook};
use store::school::take_snapshot;
use store::selection::{self, Computed, NewRound, NewVerdict};

use crate::support::{Browser, Page, School};

/// An approved project with students of two classes, of whom some are chosen.
pub(crate) struct Scene {
    pub(crate) school: School,
    pub(crate) leader: Browser,
    pub(crate) office: Browser,
    pub(crate) project: ProjectId,
    /// Chosen, class by class.
    pub(crate) chosen: Vec<StudentId>,
    pub(crate) first: ListId,
    pub(crate) second: ListId,
}

impl Scene {
    /// 23会计1班: three of five are chosen; 23会计2班: two of four. The lists are made.
    pub(crate) async fn new() -> Self {
        Self::in_school(School::new().await).await
    }

    /// The same in a school that has its plan already.
    pub(crate) async fn in_school(school: School) -> Self {
        let mut scene = Self::published_in(school).await;
        let made = scene.generate().await;
        assert_eq!(made.status, 303, "{}", made.text("main"));
        let lists = store::registration::lists_of(scene.school.app.db.read(), scene.project)
            .await
            .unwrap();
        scene.first = lists[0].id;
        scene.second = lists[1].id;
        scene
    }

    /// The selection is published, no list is made.
    pub(crate) async fn published() -> Self {
        Self::published_in(School::new().await).await
    }

    async fn published_in(school: School) -> Self {
        let (leader, project) = school.approved().await;
        let one = school.students("23会计1班", 5).await;
        let two = school.students("23会计2班", 4).await;
        let chosen: Vec<StudentId> = one[..3].iter().chain(&two[..2]).copied().collect();
        publish(&school, project, &chosen.iter().copied().collect()).await;
        let office = school.sign_in(Post::OfficeClerk).await;
        let none = ListId::new(0);
        Self {
            school,
            leader,
            office,
            project,
            chosen,
            first: none,
            second: none,
        }
    }

    pub(crate) async fn generate(&self) -> Page {
        let page = self
            .leader
            .get(&format!("/registration/projects/{}", self.project))
            .await;
        let op = page.value("op_id");
        self.leader
            .post(
                &format!("/registration/projects/{}/generate", self.project),
                &[("op_id", &op)],
            )
            .await
    }

    /// Hand a list in from its page of answers.
    pub(crate) async fn submit(&self, list: ListId) -> Page {
        let at = format!("/registration/lists/{list}/submit");
        let page = self.leader.get(&at).await;
        let (version, op) = (page.value("version"), page.value("op_id"));
        self.leader
            .post(&at, &[("version", &version), ("op_id", &op)])
            .await
    }

    /// Decide a list from its page: who is returned, with the reason and the field.
    pub(crate) async fn decide(&self, list: ListId, returns: &[(StudentId, &str, &str)]) -> Page {
        let at = format!("/registration/lists/{list}/review");
        let page = self.office.get(&at).await;
        let mut form = vec![
            ("version".to_owned(), page.value("version")),
            ("op_id".to_owned(), page.value("op_id")),
            ("says".to_owned(), returns.len().to_string()),
            ("act".to_owned(), "approve".to_owned()),
        ];
        for (student, reason, field) in returns {
            form.push(("return".to_owned(), student.to_string()));
            form.push((format!("reason-{student}"), (*reason).to_owned()));
            form.push((format!("field-{student}"), (*field).to_owned()));
        }
        let form: Vec<(&str, &str)> = form
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        self.office.post(&at, &form).await
    }

    /// The version of a list as it stands.
    pub(crate) async fn version(&self, list: ListId) -> String {
        store::registration::list(self.school.app.db.read(), list)
            .await
            .unwrap()
            .version
            .to_string()
    }

    /// The states of a list's rows, by school number.
    pub(crate) async fn states(&self, list: ListId) -> Vec<&'static str> {
        let rows = store::registration::rows(self.school.app.db.read(), list)
            .await
            .unwrap();
        rows.iter().map(|one| one.row.state.value()).collect()
    }
}

/// A round of which exactly these are chosen, sealed, confirmed, published and final.
pub(crate) async fn publish(school: &School, project: ProjectId, chosen: &BTreeSet<StudentId>) {
    let (app, now) = (&school.app, school.now());
    let major = school.major("730301").await;
    let row = store::projects::project(app.db.read(), project)
        .await
        .unwrap();
    let certificate = store::partners::certificate(app.db.read(), row.certificate_id)
        .await
        .unwrap();
    let weights = certificate.parts.weights().unwrap();
    let rule = domain::selection::Parameters::new(Ratio::try_from(6_000).unwrap(), weights);
    let tx = app.db.begin().await.unwrap();
    let snapshot = take_snapshot(
        &tx,
        Grade::try_from(2023).unwrap(),
        &[major],
        Some(row.created_by),
        "选拔",
        now,
    )
    .await
    .unwrap();
    let new = NewRound {
        project,
        snapshot,
        plan_version: row.plan_version_id,
        terms: Terms {
            rule,
            parts: certificate.parts,
            marking: Marking::Double,
        },
        test_on: None,
        by: row.created_by,
    };
    let id = selection::open(&tx, new, now).await.unwrap();
    let entrants = selection::entrants(&tx, id, &domain::access::Reach::All)
        .await
        .unwrap();
    let verdicts = entrants
        .iter()
        .zip(1..)
        .map(|(one, rank)| {
            let in_it = chosen.contains(&one.entry.student_id);
            let verdict = if in_it {
                Verdict::Chosen
            } else {
                Verdict::NotChosen
            };
            NewVerdict {
                entry: one.entry.id,
                total: Some(0),
                rank: Some(rank),
                verdict,
                reason: "测试".into(),
            }
        })
        .collect();
    let computed = Computed {
        by: row.created_by,
        seal: "seal".into(),
        summary: serde_json::json!({}),
        verdicts,
    };
    let round = selection::round(&tx, id).await.unwrap();
    let round = selection::compute(&tx, round, computed, now).await.unwrap();
    let round = selection::confirm(&tx, round, row.created_by, now)
        .await
        .unwrap();
    selection::publish(&tx, round, row.created_by, None, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

/// A platform's blank workbook: banner, stars, drop-downs, a hidden column, another sheet.
pub(crate) fn blank(headers: &[&str]) -> Vec<u8> {
    let mut book = Workbook::new();
    // The same headers are the same bytes, whatever the second of the day.
    let made = ExcelDateTime::from_ymd(2025, 5, 20).unwrap();
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet();
    sheet.set_name("考生信息").unwrap();
    sheet
        .merge_range(
            0,
            0,
            0,
            5,
            "考生报名信息导入模板",
            &Format::new().set_bold(),
        )
        .unwrap();
    for (column, header) in (0..).zip(headers) {
        sheet.write(1, column, *header).unwrap();
        sheet.set_column_format(column, &text).unwrap();
        let list = match *header {
            "报考等级*" => ["初级", "中级", "高级"].as_slice(),
            "是否补考*" => ["是", "否"].as_slice(),
            _ => continue,
        };
        let list = DataValidation::new().allow_list_strings(list).unwrap();
        sheet
            .add_data_validation(2, column, 999, column, &list)
            .unwrap();
    }
    let other = book.add_worksheet();
    other.set_name("字典").unwrap();
    other.write(0, 0, "730301").unwrap();
    book.save_to_buffer().unwrap()
}

pub(crate) const HEADERS: [&str; 8] = [
    "序号",
    "姓名*",
    "证件号码*",
    "学籍号*",
    "联系电话*",
    "报考等级*",
    "考核站点*",
    "是否补考*",
];
