//! The form as student and class teacher see it: what is held as text, what is declared as fields.

use domain::registration::{Field, FormDraft, masked_phone};
use store::school::{Protected, revealed};

use super::form::Own;
use crate::shell::{App, Fields, Problems, WebResult};

/// One line of what the records hold.
pub(crate) struct Held {
    pub(crate) label: &'static str,
    pub(crate) value: String,
}

/// Fields of the form's template.
pub(crate) struct FormView {
    pub(crate) held: Vec<Held>,
    pub(crate) phone_held: String,
    pub(crate) guardian_name_held: String,
    pub(crate) guardian_phone_held: String,
    pub(crate) typed: FormDraft,
    pub(crate) open: bool,
    pub(crate) state: &'static str,
    pub(crate) returned: String,
    pub(crate) confirmed: String,
    pub(crate) version: i32,
    pub(crate) problems: Problems,
}

impl FormView {
    pub(crate) fn of(
        app: &App,
        own: &Own,
        typed: FormDraft,
        problems: Problems,
    ) -> WebResult<Self> {
        let student = &own.student;
        let masked = |phone: &Option<domain::values::Phone>| {
            phone
                .as_ref()
                .map(|one| masked_phone(Some(one.as_str())))
                .unwrap_or_default()
        };
        let returned = own.row.state == domain::registration::RegistrationState::Returned;
        Ok(Self {
            held: held(app, own)?,
            phone_held: masked(&student.phone),
            guardian_name_held: student.guardian_name.clone().unwrap_or_default(),
            guardian_phone_held: masked(&student.guardian_phone),
            typed,
            open: own.is_open(),
            state: own.row.state.label(),
            returned: own
                .row
                .reason
                .clone()
                .filter(|_| returned)
                .map(|why| {
                    let field = own.row.field.map(|field| format!("{}：", field.label()));
                    format!("{}{why}", field.unwrap_or_default())
                })
                .unwrap_or_default(),
            confirmed: own
                .row
                .data
                .confirmed
                .as_ref()
                .map(|one| {
                    let at = domain::dates::time_words(one.at, app.clock.now());
                    let whose = if one.own { "本人" } else { "代填" };
                    format!("{}（{whose}）{at} 已交", one.by)
                })
                .unwrap_or_default(),
            version: own.row.version,
            problems,
        })
    }
}

/// What was typed, over what is held: an empty field leaves what is held as it is.
pub(crate) fn typed(own: &Own, fields: &Fields) -> FormDraft {
    let before = own.form();
    let over = |key: &str, held: &str| match fields.text(key) {
        "" => held.to_owned(),
        text => text.to_owned(),
    };
    FormDraft {
        phone: over("phone", &before.phone),
        guardian_name: over("guardian_name", &before.guardian_name),
        guardian_phone: over("guardian_phone", &before.guardian_phone),
        retake: !fields.text("retake").is_empty(),
        remark: fields.text("remark").to_owned(),
    }
}

/// What of a roll a student may say is wrong.
pub(crate) const ROLL_FIELDS: [Field; 8] = [
    Field::Name,
    Field::Sex,
    Field::BirthDate,
    Field::IdType,
    Field::IdNumber,
    Field::RollNumber,
    Field::Class,
    Field::Major,
];

/// Everything the roll holds, protected numbers masked.
pub(crate) fn held(app: &App, own: &Own) -> WebResult<Vec<Held>> {
    let student = &own.student;
    let roll =
        revealed(&app.keys, student, Protected::Roll)?.map(|roll| domain::values::mask(&roll));
    let or_dashes = |text: Option<String>| {
        text.filter(|text| !text.is_empty())
            .unwrap_or("--".to_owned())
    };
    let line = |label, value: String| Held { label, value };
    let major = own.work.major_of(student.class_id);
    Ok(vec![
        line("姓名", student.name.clone()),
        line("性别", student.sex.to_string()),
        line("民族", or_dashes(student.nation.clone())),
        line(
            "出生日期",
            or_dashes(student.birth_date.map(|day| day.to_string())),
        ),
        line("证件类型", student.id_type.to_string()),
        line("证件号码", or_dashes(Some(student.id_masked.clone()))),
        line("学籍号", or_dashes(roll)),
        line("学号", student.school_number.clone()),
        line("班级", own.work.class_name(student.class_id).to_owned()),
        line("专业", or_dashes(major.map(|major| major.name.clone()))),
        line("报考证书", own.work.short_title()),
    ])
}
