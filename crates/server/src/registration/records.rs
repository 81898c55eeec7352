//! What the pages and acts of registration work with: a project with its terms, the rows of its lists, and what
//! the checks find in all lists at once (plan 4.2, 6.3).

use std::collections::BTreeSet;

use domain::access::Place;
use domain::ids::{ClassId, ListId, ProjectId, StudentId};
use domain::plan::PlanParameters;
use domain::registration::{Candidate, Findings, List, Problems, Row, Sent, Target, check};
use domain::values::Secret;
use sea_orm::ConnectionTrait;
use store::projects::project;
use store::registration::{self as rows, RowOf, list};
use store::school::{self, Protected, Structure, revealed};
use store::{Keys, StoreError, partners};

use crate::people::Standings;
use crate::shell::{App, WebResult};

/// A project with what its lists are checked against and filled from.
#[derive(Debug)]
pub(crate) struct Work {
    pub(crate) project: project::Model,
    pub(crate) certificate: partners::certificate::Model,
    pub(crate) organisation: String,
    pub(crate) plan: PlanParameters,
    pub(crate) structure: Structure,
}

impl Work {
    pub(crate) async fn of(db: &impl ConnectionTrait, id: ProjectId) -> WebResult<Self> {
        let project = store::projects::project(db, id).await?;
        let certificate = partners::certificate(db, project.certificate_id).await?;
        Ok(Self {
            organisation: partners::organisation(db, certificate.organisation_id)
                .await?
                .name,
            plan: store::plan::plan_version(db, project.plan_version_id)
                .await?
                .parameters,
            structure: school::structure(db).await?,
            certificate,
            project,
        })
    }

    /// Where the project belongs: its major group.
    pub(crate) fn place(&self) -> WebResult<Place> {
        Ok(self
            .structure
            .group_place(self.project.group_id)
            .ok_or(StoreError::NotFound)?)
    }

    /// Where a list belongs: the project's group, and the class for its teacher.
    pub(crate) fn list_place(&self, class: ClassId) -> WebResult<Place> {
        Ok(Place {
            class: Some(class),
            ..self.place()?
        })
    }

    pub(crate) fn class_name(&self, class: ClassId) -> &str {
        self.structure
            .class(class)
            .map_or("", |class| class.name.as_str())
    }

    /// 财务共享服务（中级）
    pub(crate) fn short_title(&self) -> String {
        format!("{}（{}）", self.certificate.name, self.project.level)
    }

    /// 23会计3班 报名表
    pub(crate) fn list_title(&self, class: ClassId) -> String {
        format!("{} 报名表", self.class_name(class))
    }

    /// 会计
    pub(crate) fn group_name(&self) -> &str {
        let own = |group: &&school::group::Model| group.id == self.project.group_id;
        let found = self.structure.groups.iter().find(own);
        found.map_or("", |group| {
            group.name.strip_suffix("专业组").unwrap_or(&group.name)
        })
    }

    /// The class's major: code and name.
    pub(crate) fn major_of(&self, class: ClassId) -> Option<&school::major::Model> {
        self.structure.major(self.structure.class(class)?.major_id)
    }
}

/// A list with its project.
pub(crate) async fn list_with_work(
    db: &impl ConnectionTrait,
    id: ListId,
) -> WebResult<(list::Model, Work)> {
    let list = rows::list(db, id).await?;
    let work = Work::of(db, list.project_id).await?;
    Ok((list, work))
}

/// What the checks found in all lists of a project.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) findings: Findings,
    /// Chosen by the published rounds.
    pub(crate) chosen: BTreeSet<StudentId>,
    /// What students and guardians have brought.
    pub(crate) brought: Standings,
}

impl Checked {
    /// The faults of one student's row, as they are kept with it.
    pub(crate) fn problems(&self, student: StudentId) -> Problems {
        let faults = self
            .findings
            .faults
            .get(&student)
            .map(Vec::as_slice)
            .unwrap_or_default();
        Problems(
            faults
                .iter()
                .map(domain::registration::Fault::problem)
                .collect(),
        )
    }
}

/// Run the checks over all lists of a project: only together is somebody on two of them found.
pub(crate) async fn checked(
    app: &App,
    db: &impl ConnectionTrait,
    work: &Work,
    all: &[RowOf],
) -> WebResult<Checked> {
    let chosen: BTreeSet<StudentId> = store::selection::chosen(db, work.project.id)
        .await?
        .into_iter()
        .map(|one| one.student)
        .collect();
    let target = Target {
        major_codes: work.certificate.major_codes.0.clone(),
        elsewhere: rows::elsewhere(db, &work.project).await?,
        states: work.plan.counting.clone(),
        chosen: chosen.clone(),
    };
    let withdrawn =
        |one: &&RowOf| one.row.state == domain::registration::RegistrationState::Withdrawn;
    let candidates = all
        .iter()
        .filter(|one| !withdrawn(one))
        .map(|one| candidate(&app.keys, work, one))
        .collect::<WebResult<Vec<_>>>()?;
    let mut findings = check(&candidates, &target);
    for gone in all.iter().filter(withdrawn) {
        findings.missing.remove(&gone.student.id);
    }
    let today = app.clock.today();
    Ok(Checked {
        findings,
        chosen,
        brought: Standings::of(db, (work.project.id, &work.plan), today, all).await?,
    })
}

/// The numbers are opened for the checks alone; nobody sees them here.
fn candidate(keys: &Keys, work: &Work, one: &RowOf) -> WebResult<Candidate> {
    let student = &one.student;
    let open = |protected| -> WebResult<Option<Secret>> {
        Ok(revealed(keys, student, protected)?.map(|number| Secret::from(number.as_str())))
    };
    Ok(Candidate {
        student: student.id,
        name: student.name.clone(),
        sex: student.sex,
        birth_date: student.birth_date,
        id_type: student.id_type,
        id_number: open(Protected::Identity)?,
        roll_number: open(Protected::Roll)?,
        major_code: work
            .major_of(student.class_id)
            .map(|major| major.code.clone())
            .unwrap_or_default(),
        state: student.state,
        phone: student
            .phone
            .as_ref()
            .map(|phone| phone.as_str().to_owned()),
    })
}

/// The rows as the rule sees them, with the faults the last check kept.
pub(crate) fn as_list(all: &[RowOf]) -> List {
    let row = |one: &RowOf| Row {
        student: one.student.id,
        state: one.row.state,
        reason: one.row.reason.clone(),
        field: one.row.field,
        faults: one.row.problems.0.len(),
        held: false,
    };
    List::kept(all.iter().map(row).collect())
}

/// What a row says now, to be compared with what it said when it was handed in.
pub(crate) fn says(work: &Work, one: &RowOf) -> Sent {
    let (student, data) = (&one.student, &one.row.data);
    Sent {
        name: student.name.clone(),
        sex: student.sex,
        birth_date: student.birth_date,
        id_type: student.id_type,
        id_masked: student.id_masked.clone(),
        id_mark: student.id_hash.clone(),
        roll_mark: student.roll_hash.clone(),
        class: work.class_name(student.class_id).to_owned(),
        phone: student
            .phone
            .as_ref()
            .map(|phone| phone.as_str().to_owned()),
        retake: data.retake,
        remark: data.remark.clone(),
    }
}
