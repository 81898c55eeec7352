//! What is done to students and to the structure: each in one transaction with its row of the record.

use data_encoding::HEXLOWER;
use domain::access::{Action, Permit, Place};
use domain::ids::{ClassId, StudentId};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::audit::{self, AuditDraft};
use store::school::student::Model as Student;
use store::school::{self as rows, Protected, Structure, StudentValues};
use store::{StoreError, Tx, operations};

use super::numbers::{numbered, numbering};
use super::views::mask_phone;
use crate::shell::{App, Visitor, WebError, WebResult};

/// A reason of fewer characters tells nobody anything.
pub(super) const SHORTEST_REASON: usize = 4;
pub(super) const REASON_WANTED: &str =
    "请写明理由，至少 4 个字，如「核对报名表」。理由会记入操作日志，学生本人看得到";
/// Full numbers one person may look at within an hour (ux-security B6).
const REVEALS_AN_HOUR: u64 = 20;

/// A list that leaves as a file.
pub(super) struct Exported<'a> {
    pub(super) count: usize,
    pub(super) filter: &'a str,
    pub(super) bytes: &'a [u8],
    /// Given when the numbers are full.
    pub(super) reason: Option<&'a str>,
}

/// Record that a list went out.
pub(super) async fn record_export(
    app: &App,
    permit: &Permit,
    exported: &Exported<'_>,
) -> WebResult<()> {
    let sha256 = HEXLOWER.encode(&Sha256::digest(exported.bytes));
    let action = if exported.reason.is_some() {
        "export_identity"
    } else {
        "export_students"
    };
    let after = json!({ "rows": exported.count, "filter": exported.filter, "sha256": sha256 });
    let mut draft = AuditDraft::new(permit, app.clock.now(), action)
        .named(
            "student_list",
            &format!("学生名单（{} 人）", exported.count),
        )
        .change(None, Some(after));
    draft.reason = exported.reason.map(str::to_owned);
    let tx = app.db.begin().await?;
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(())
}

/// A student and the place to ask permission for.
pub(super) struct Found {
    pub(super) student: Student,
    pub(super) structure: Structure,
    pub(super) place: Place,
}

/// The student; not there for those who may not see it.
pub(super) async fn found(app: &App, visitor: &Visitor, id: StudentId) -> WebResult<Found> {
    let student = rows::student(app.db.read(), id).await?;
    let structure = rows::structure(app.db.read()).await?;
    let place = structure
        .class_place(student.class_id)
        .ok_or(StoreError::NotFound)?
        .about(id);
    visitor.actor.permit(Action::ViewStudents, &place)?;
    Ok(Found {
        student,
        structure,
        place,
    })
}

/// Look for the student with this identity number within reach.
pub(super) async fn find_by_identity(
    app: &App,
    visitor: &Visitor,
    number: &str,
) -> WebResult<Option<StudentId>> {
    let hit = rows::student_by_hash(app.db.read(), &app.keys, Protected::Identity, number).await?;
    let Some(student) = hit else { return Ok(None) };
    let Ok(found) = found(app, visitor, student.id).await else {
        return Ok(None);
    };
    let permit = visitor.actor.permit(Action::ViewStudents, &found.place)?;
    let draft = AuditDraft::new(&permit, app.clock.now(), "find_by_identity").on(
        "student",
        student.id.into(),
        &student.name,
    );
    let tx = app.db.begin().await?;
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(Some(student.id))
}

/// Open a student's identity number for a reason, at most so often an hour.
pub(super) async fn reveal(
    app: &App,
    permit: &Permit,
    student: &Student,
    reason: &str,
) -> WebResult<String> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if let Some(account) = permit.account() {
        let since = now - chrono::TimeDelta::hours(1);
        if audit::count_since(&tx, account, "reveal_identity", since).await? >= REVEALS_AN_HOUR {
            return Err(WebError::refused(format!(
                "一小时内已看过 {REVEALS_AN_HOUR} 个完整证件号码，到上限了。请过一会儿再看，或请培训就业处导出"
            )));
        }
    }
    let full = rows::revealed(&app.keys, student, Protected::Identity)?;
    let full = full.ok_or_else(|| WebError::refused("这名学生没有登记证件号码"))?;
    let draft = AuditDraft::new(permit, now, "reveal_identity")
        .on("student", student.id.into(), &student.name)
        .because(reason);
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(full.to_string())
}

/// What a form wants written, and the form's own number.
pub(super) struct Wanted<'a> {
    pub(super) values: StudentValues,
    pub(super) reason: &'a str,
    pub(super) op_id: &'a str,
}

/// Add a student. The school number is given when none was typed.
pub(super) async fn create(
    app: &App,
    permit: &Permit,
    structure: &Structure,
    mut wanted: Wanted<'_>,
) -> WebResult<StudentId> {
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    if let Some(known) = done_before(app, &tx, permit, wanted.op_id).await? {
        return known;
    }
    if wanted.values.school_number.is_empty() {
        wanted.values.school_number =
            next_number(&tx, app, structure, wanted.values.class_id).await?;
    }
    let ids =
        rows::insert_students(&tx, &app.keys, std::slice::from_ref(&wanted.values), now).await?;
    let id = ids
        .first()
        .copied()
        .ok_or_else(|| WebError::internal("no id for a new student"))?;
    led_to(&tx, permit, wanted.op_id, id).await?;
    let draft = AuditDraft::new(permit, now, "create_student")
        .on("student", id.into(), &wanted.values.name)
        .change(None, Some(told(&wanted.values, structure)));
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(id)
}

/// Write new values over a student's.
pub(super) async fn save(
    app: &App,
    permit: &Permit,
    found: &Found,
    version: i32,
    wanted: Wanted<'_>,
) -> WebResult<StudentId> {
    let (now, id) = (app.clock.now(), found.student.id);
    let tx = app.db.begin().await?;
    if let Some(known) = done_before(app, &tx, permit, wanted.op_id).await? {
        return known;
    }
    rows::update_student(&tx, &app.keys, id, version, &wanted.values, now).await?;
    led_to(&tx, permit, wanted.op_id, id).await?;
    let before = values_of(app, &found.student)?;
    let (before, after) = differing(&before, &wanted.values, &found.structure);
    let mut draft = AuditDraft::new(permit, now, "edit_student")
        .on("student", id.into(), &wanted.values.name)
        .change(Some(before), Some(after));
    draft.reason = Some(wanted.reason.to_owned()).filter(|reason| !reason.is_empty());
    audit::write(&tx, draft).await?;
    tx.commit().await?;
    Ok(id)
}

/// A second sending of the same form leads to where the first one led.
async fn done_before(
    app: &App,
    tx: &Tx,
    permit: &Permit,
    op_id: &str,
) -> WebResult<Option<WebResult<StudentId>>> {
    let Some(account) = permit.account() else {
        return Ok(None);
    };
    let known = operations::first_time(tx, account, op_id, app.clock.now()).await?;
    Ok(known.map(|location| location.parse().map_err(WebError::internal)))
}

async fn led_to(tx: &Tx, permit: &Permit, op_id: &str, id: StudentId) -> WebResult<()> {
    if let Some(account) = permit.account() {
        operations::led_to(tx, account, op_id, &id.to_string()).await?;
    }
    Ok(())
}

/// The next free school number of the class.
async fn next_number(
    tx: &Tx,
    app: &App,
    structure: &Structure,
    class: ClassId,
) -> WebResult<String> {
    let class = structure
        .class(class)
        .and_then(|class| numbered(structure, class))
        .ok_or(StoreError::NotFound)?;
    let known = rows::known(tx, &app.keys).await?;
    let given = numbering(structure, &known).give(&class, 1);
    let next = given.map_err(|why| WebError::refused(why.to_string()))?;
    next.into_iter()
        .next()
        .ok_or_else(|| WebError::internal("no free school number"))
}

/// A stored student as the values a form writes.
pub(super) fn values_of(app: &App, student: &Student) -> WebResult<StudentValues> {
    let open = |protected| -> WebResult<Option<domain::values::Secret>> {
        let number = rows::revealed(&app.keys, student, protected)?;
        Ok(number.map(|number| domain::values::Secret::from(number.as_str())))
    };
    Ok(StudentValues {
        school_number: student.school_number.clone(),
        roll_number: open(Protected::Roll)?,
        name: student.name.clone(),
        sex: student.sex,
        nation: student.nation.clone(),
        birth_date: student.birth_date,
        id_type: student.id_type,
        id_number: open(Protected::Identity)?,
        class_id: student.class_id,
        state: student.state,
        phone: student.phone.clone(),
        guardian_name: student.guardian_name.clone(),
        guardian_phone: student.guardian_phone.clone(),
    })
}

/// The values as the record keeps them: protected numbers masked.
fn told(values: &StudentValues, structure: &Structure) -> Value {
    json!({
        "school_number": values.school_number,
        "roll_number": values.roll_number.as_ref().map(domain::values::Secret::masked),
        "name": values.name,
        "sex": values.sex.to_string(),
        "nation": values.nation,
        "birth_date": values.birth_date.map(|day| day.to_string()),
        "id_type": values.id_type.to_string(),
        "id_number": values.id_number.as_ref().map(domain::values::Secret::masked),
        "class": structure.class(values.class_id).map(|class| class.name.clone()),
        "state": values.state.to_string(),
        "phone": mask_phone(values.phone.as_ref()),
        "guardian_name": values.guardian_name,
        "guardian_phone": mask_phone(values.guardian_phone.as_ref()),
    })
}

/// Only the fields that differ. Two numbers may look alike when masked: then it is said that the number is another.
fn differing(
    before: &StudentValues,
    after: &StudentValues,
    structure: &Structure,
) -> (Value, Value) {
    let (Value::Object(mut old), Value::Object(mut new)) =
        (told(before, structure), told(after, structure))
    else {
        return (Value::Null, Value::Null);
    };
    let other = [
        ("id_number", before.id_number != after.id_number),
        ("roll_number", before.roll_number != after.roll_number),
        ("phone", before.phone != after.phone),
        (
            "guardian_phone",
            before.guardian_phone != after.guardian_phone,
        ),
    ];
    for (key, differs) in other {
        if differs
            && old.get(key) == new.get(key)
            && let Some(Value::String(text)) = new.get_mut(key)
        {
            text.push_str("（遮住的几位已改）");
        }
    }
    old.retain(|key, value| new.get(key) != Some(value));
    new.retain(|key, _| old.contains_key(key));
    (Value::Object(old), Value::Object(new))
}

#[cfg(test)]
mod tests {
    use domain::values::{IdType, Sex, StudentState};

    use super::*;

    fn values(number: &str, phone: &str) -> StudentValues {
        StudentValues {
            school_number: "2023010301".into(),
            roll_number: None,
            name: "陈思远".into(),
            sex: Sex::Male,
            nation: None,
            birth_date: None,
            id_type: IdType::ResidentCard,
            id_number: Some(number.into()),
            class_id: ClassId::new(1),
            state: StudentState::Enrolled,
            phone: phone.parse().ok(),
            guardian_name: None,
            guardian_phone: None,
        }
    }

    #[test]
    fn a_change_is_kept_masked_and_only_what_differs() {
        let (old, new) = (
            values("990000200706250032", "13800002210"),
            values("990000200801010032", "13800002210"),
        );
        let (before, after) = differing(&old, &new, &Structure::default());
        assert_eq!(before, json!({ "id_number": "990*************32" }));
        assert_eq!(
            after,
            json!({ "id_number": "990*************32（遮住的几位已改）" })
        );
        let (before, after) = differing(
            &old,
            &values("990000200706250032", "13900002210"),
            &Structure::default(),
        );
        assert_eq!(
            (before, after),
            (
                json!({ "phone": "138****2210" }),
                json!({ "phone": "139****2210" })
            )
        );
    }
}
