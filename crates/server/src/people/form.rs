//! The form of one registration, filled in by the student or by the class teacher in his place: kept as a draft,
//! handed in, mended after a return (plan 6.3).

use domain::access::Permit;
use domain::ids::RegistrationId;
use domain::registration::{
    Confirmed, Declared, FormDraft, Mender, Need, RegistrationState, declared, masked_phone,
};
use serde_json::{Value, json};
use store::registration::{self as rows, RowOf, RowValues, registration, save_row};
use store::school::{set_contacts, student};
use store::{StoreError, Tx};

use super::standing::age;
use super::tell::{Word, group_leaders, tell};
use crate::registration::actions::{on_row, recheck_in, refused, write_rows};
use crate::registration::records::{Work, as_list};
use crate::shell::{Act, App, Begun, Done, Flash, Problem, Problems, WebError, WebResult};

/// A registration with all that its form is about.
#[derive(Debug)]
pub(crate) struct Own {
    pub(crate) work: Work,
    pub(crate) row: registration::Model,
    pub(crate) student: student::Model,
}

impl Own {
    pub(crate) async fn of(app: &App, id: RegistrationId) -> WebResult<Self> {
        let db = app.db.read();
        let row = rows::row(db, id).await?;
        Ok(Self {
            work: Work::of(db, row.project_id).await?,
            student: store::school::student(db, row.student_id).await?,
            row,
        })
    }

    pub(crate) fn place(&self) -> WebResult<domain::access::Place> {
        let place = self.work.list_place(self.student.class_id)?;
        Ok(place.about(self.student.id))
    }

    /// Whether its people may still change it.
    pub(crate) fn is_open(&self) -> bool {
        self.work.project.state.is_open()
            && matches!(
                self.row.state,
                RegistrationState::Draft | RegistrationState::Returned
            )
    }

    /// Whether a guardian has to consent.
    pub(crate) fn guardian_asked(&self, app: &App) -> bool {
        let age = age(&self.student, app.clock.today());
        self.work.plan.needs.asks(Need::GuardianConsent, age)
    }

    /// The form as it stands: what is held, what was typed over it.
    pub(crate) fn form(&self) -> FormDraft {
        self.row.data.draft.clone().unwrap_or_else(|| {
            let phone = |phone: &Option<domain::values::Phone>| {
                phone.as_ref().map(ToString::to_string).unwrap_or_default()
            };
            FormDraft {
                phone: phone(&self.student.phone),
                guardian_name: self.student.guardian_name.clone().unwrap_or_default(),
                guardian_phone: phone(&self.student.guardian_phone),
                retake: self.row.data.retake,
                remark: self.row.data.remark.clone().unwrap_or_default(),
            }
        })
    }
}

/// Keep what was typed without handing it in.
pub(crate) async fn save_draft(
    app: &App,
    permit: &Permit,
    own: &Own,
    form: FormDraft,
    (op, to): (&str, &str),
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    must_be_open(own)?;
    let mut values = RowValues::of(&own.row);
    values.data.draft = Some(form);
    save_row(&act.tx, &own.row, values).await?;
    let draft = act
        .draft("keep_registration_draft")
        .on("registration", own.row.id.get(), &own.student.name)
        .project(own.work.project.id);
    act.record(draft).await?;
    act.end(Done::new(to, Flash::ok("草稿已保存，下次接着填。")))
        .await
}

fn must_be_open(own: &Own) -> WebResult<()> {
    if own.is_open() {
        return Ok(());
    }
    Err(WebError::refused(format!(
        "这份报名{}，现在不能改。要改请找班主任",
        own.row.state.label()
    )))
}

/// Read the form; what is wrong is said at its field.
pub(crate) fn read(app: &App, own: &Own, form: &FormDraft) -> Result<Declared, Problems> {
    declared(form, own.guardian_asked(app)).map_err(|wrong| {
        let one =
            |wrong: domain::registration::NotDeclared| Problem::new(wrong.field, wrong.sentence);
        wrong.into_iter().map(one).collect::<Vec<_>>().into()
    })
}

/// Hand the form in; a row that came back for something it holds is mended with it.
pub(crate) async fn confirm(
    app: &App,
    permit: &Permit,
    own: &Own,
    given: Declared,
    by_student: bool,
    (op, to): (&str, &str),
) -> WebResult<Done> {
    let act = match Act::begin(app, permit, op).await? {
        Begun::Before(done) => return Ok(done),
        Begun::Now(act) => act,
    };
    must_be_open(own)?;
    write_contacts(&act, own, &given).await?;
    let confirmed = Confirmed {
        at: act.now,
        by: permit.name().to_owned(),
        own: by_student,
    };
    let mut values = RowValues::of(&own.row);
    values.data.retake = given.retake;
    values.data.remark = given.remark;
    values.data.draft = None;
    values.data.confirmed = Some(confirmed);
    save_row(&act.tx, &own.row, values).await?;
    let student = Mender::of(own.row.field) == Mender::Student;
    let mends = own.row.state == RegistrationState::Returned
        && student
        && own.row.field != Some(domain::registration::Field::Photo);
    if mends {
        mend_in(app, &act.tx, permit, &own.work, own.row.id).await?;
    } else {
        // Whoever has the list open does not write over what is new.
        let list = rows::locked(&act.tx, own.row.list_id, None).await?;
        rows::move_list(&act.tx, &list, list.state, None).await?;
    }
    recheck_in(app, &act.tx, &own.work).await?;
    let said =
        json!({ "retake": given.retake, "own": if by_student { "本人" } else { "班主任代填" } });
    let draft = act
        .draft("confirm_registration_form")
        .on("registration", own.row.id.get(), &own.student.name)
        .project(own.work.project.id)
        .change(None, Some(said));
    act.record(draft).await?;
    let said = if by_student {
        "已交报名信息，班主任和专业组会核对。".to_owned()
    } else {
        format!("已代{}交报名信息。", own.student.name)
    };
    act.end(Done::new(to, Flash::ok(said))).await
}

/// What is declared about telephones and guardian is the student's record from now on.
async fn write_contacts(act: &Act<'_>, own: &Own, given: &Declared) -> WebResult<()> {
    let before = &own.student;
    let guardian_name = given
        .guardian_name
        .clone()
        .or_else(|| before.guardian_name.clone());
    let guardian_phone = given
        .guardian_phone
        .clone()
        .or_else(|| before.guardian_phone.clone());
    let phone = Some(given.phone.clone());
    let same = before.phone == phone
        && before.guardian_name == guardian_name
        && before.guardian_phone == guardian_phone;
    if same {
        return Ok(());
    }
    let words = |phone: &Option<domain::values::Phone>| -> Value {
        phone
            .as_ref()
            .map_or(Value::Null, |one| masked_phone(Some(one.as_str())).into())
    };
    let was = json!({
        "phone": words(&before.phone),
        "guardian_name": before.guardian_name,
        "guardian_phone": words(&before.guardian_phone),
    });
    let now = json!({
        "phone": words(&phone),
        "guardian_name": guardian_name,
        "guardian_phone": words(&guardian_phone),
    });
    let contacts = (phone, guardian_name, guardian_phone);
    set_contacts(&act.tx, before.id, before.version, contacts, act.now).await?;
    let draft = act
        .draft("declare_contacts")
        .on("student", before.id.get(), &before.name)
        .change(Some(was), Some(now));
    act.record(draft).await
}

/// A returned row was mended by its people: it is a draft again, and the group leader hears of it when it was the
/// last one of its list.
pub(crate) async fn mend_in(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    work: &Work,
    id: RegistrationId,
) -> WebResult<()> {
    let row = rows::row(tx, id).await?;
    let list = rows::locked(tx, row.list_id, None).await?;
    let own = rows::rows(tx, list.id).await?;
    let after = as_list(&own)
        .mend(row.student_id)
        .map_err(|why| refused(&own, &why))?;
    write_rows(tx, &own, &after, |_, _, _| {}).await?;
    rows::move_list(tx, &list, after.state(), None).await?;
    let one = own.iter().find(|one| one.row.id == id);
    let one: &RowOf = one.ok_or(StoreError::NotFound)?;
    let now = app.clock.now();
    let draft = store::audit::AuditDraft::new(permit, now, "mend_registration");
    let title = format!("{} 退回的都改好了", work.list_title(list.class_id));
    if after.state() == domain::registration::ListState::Draft {
        let leaders = group_leaders(tx, work.project.group_id, app.clock.today()).await?;
        let link = format!("/registration/lists/{}", list.id);
        let word = Word {
            title: &title,
            body: "请核对后重新提交。",
            link: &link,
        };
        tell(app, tx, leaders, permit.account(), &word).await?;
    }
    store::audit::write(tx, on_row(draft, one)).await?;
    Ok(())
}
