//! The form of one student: read, checked field by field, and filled in again when something has to be mended.

use chrono::NaiveDate;
use domain::ids::ClassId;
use domain::values::{Day, IdNumber, IdType, Phone, Secret, Sex, StudentState, text};
use store::school::{Structure, StudentValues};

use super::choices;
use crate::shell::{Choice, Fields, Problem, Problems, Said};

/// What was typed, as it was typed.
#[derive(Clone, Debug, Default)]
pub(super) struct StudentForm {
    pub(super) school_number: String,
    pub(super) name: String,
    pub(super) sex: String,
    pub(super) nation: String,
    pub(super) birth_date: String,
    pub(super) id_type: String,
    /// Never filled in from the record; empty means that the stored number stays.
    pub(super) id_number: String,
    pub(super) roll_number: String,
    pub(super) class: String,
    pub(super) state: String,
    pub(super) phone: String,
    pub(super) guardian_name: String,
    pub(super) guardian_phone: String,
    pub(super) reason: String,
}

impl StudentForm {
    pub(super) fn typed(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            school_number: text("school_number"),
            name: text("name"),
            sex: text("sex"),
            nation: text("nation"),
            birth_date: text("birth_date"),
            id_type: text("id_type"),
            id_number: text("id_number"),
            roll_number: text("roll_number"),
            class: text("class"),
            state: text("state"),
            phone: text("phone"),
            guardian_name: text("guardian_name"),
            guardian_phone: text("guardian_phone"),
            reason: text("reason"),
        }
    }

    /// A new student: enrolled, with a resident card.
    pub(super) fn blank() -> Self {
        Self {
            id_type: IdType::ResidentCard.to_string(),
            state: StudentState::Enrolled.to_string(),
            ..Self::default()
        }
    }

    /// A stored student; the two protected numbers stay in the store.
    pub(super) fn of(values: &StudentValues) -> Self {
        let words = |value: &Option<String>| value.clone().unwrap_or_default();
        let phone =
            |phone: &Option<Phone>| phone.as_ref().map(ToString::to_string).unwrap_or_default();
        Self {
            school_number: values.school_number.clone(),
            name: values.name.clone(),
            sex: values.sex.to_string(),
            nation: words(&values.nation),
            birth_date: values
                .birth_date
                .map(|day| day.to_string())
                .unwrap_or_default(),
            id_type: values.id_type.to_string(),
            class: values.class_id.to_string(),
            state: values.state.to_string(),
            phone: phone(&values.phone),
            guardian_name: words(&values.guardian_name),
            guardian_phone: phone(&values.guardian_phone),
            ..Self::default()
        }
    }

    /// The form in words, without the two protected numbers.
    pub(super) fn said(&self, structure: &Structure) -> Said {
        let class = self.class.parse().ok().and_then(|id| structure.class(id));
        let class = class.map(|class| class.name.clone()).unwrap_or_default();
        Said::from_iter([
            ("姓名", self.name.clone()),
            ("性别", self.sex.clone()),
            ("民族", self.nation.clone()),
            ("出生日期", self.birth_date.clone()),
            ("证件类型", self.id_type.clone()),
            ("班级", class),
            ("状态", self.state.clone()),
            ("手机", self.phone.clone()),
            ("监护人", self.guardian_name.clone()),
            ("监护人电话", self.guardian_phone.clone()),
        ])
    }

    /// The values, or what has to be mended. `stored` gives what the form does not show.
    pub(super) fn values(
        &self,
        stored: Option<&StudentValues>,
        structure: &Structure,
    ) -> Result<StudentValues, Problems> {
        let mut problems = Problems::default();
        let id_type = problems.note(
            self.id_type
                .parse::<IdType>()
                .map_err(|why| said("id_type", "证件类型", why)),
        );
        let id_number = self.number(stored, id_type, &mut problems);
        let citizen = id_number
            .as_ref()
            .filter(|_| id_type == Some(IdType::ResidentCard))
            .and_then(|number| number.as_str().parse::<IdNumber>().ok());
        let sex = self.sex(citizen.as_ref(), &mut problems);
        let birth_date = self.birth(citizen.as_ref(), &mut problems);
        let class = self
            .class
            .parse::<ClassId>()
            .ok()
            .filter(|id| structure.class(*id).is_some());
        if class.is_none() {
            problems.push(Problem::new("class", "班级：请选一个班"));
        }
        let name = text::clean_words(&self.name).text.into_owned();
        if name.is_empty() {
            problems.push(Problem::new("name", "姓名：请填姓名"));
        }
        let state = problems.note(
            self.state
                .parse::<StudentState>()
                .map_err(|why| said("state", "状态", why)),
        );
        let phone = telephone("phone", "手机", &self.phone, &mut problems);
        let guardian_phone = telephone(
            "guardian_phone",
            "监护人电话",
            &self.guardian_phone,
            &mut problems,
        );
        let school_number = match stored {
            Some(values) => values.school_number.clone(),
            None => text::clean_code(&self.school_number).text.into_owned(),
        };
        let parts = (sex, id_type, class, state);
        let (Some(sex), Some(id_type), Some(class_id), Some(state), true) =
            (parts.0, parts.1, parts.2, parts.3, problems.is_empty())
        else {
            return Err(problems);
        };
        Ok(StudentValues {
            school_number,
            roll_number: optional(&text::clean_code(&self.roll_number).text)
                .map(Secret::from)
                .or_else(|| stored.and_then(|values| values.roll_number.clone())),
            name,
            sex,
            nation: optional(&self.nation),
            birth_date,
            id_type,
            id_number,
            class_id,
            state,
            phone,
            guardian_name: optional(&self.guardian_name),
            guardian_phone,
        })
    }

    fn number(
        &self,
        stored: Option<&StudentValues>,
        id_type: Option<IdType>,
        problems: &mut Problems,
    ) -> Option<Secret> {
        let typed = text::clean_code(&self.id_number).text.into_owned();
        if typed.is_empty() {
            return stored.and_then(|values| values.id_number.clone());
        }
        if id_type != Some(IdType::ResidentCard) {
            return Some(Secret::from(typed));
        }
        let checked = typed
            .parse::<IdNumber>()
            .map_err(|why| said("id_number", "证件号码", why));
        problems
            .note(checked)
            .map(|number| Secret::from(number.as_str()))
    }

    /// What was chosen must agree with the number; what was left open is filled from it.
    fn sex(&self, citizen: Option<&IdNumber>, problems: &mut Problems) -> Option<Sex> {
        let own = citizen.map(IdNumber::sex);
        if self.sex.is_empty() && own.is_some() {
            return own;
        }
        let sex = problems.note(
            self.sex
                .parse::<Sex>()
                .map_err(|_| Problem::new("sex", "性别：请选男或女")),
        )?;
        if let Some(own) = own.filter(|own| *own != sex) {
            problems.push(Problem::new(
                "sex",
                format!("性别：按证件号码第 17 位应为{own}，请核对证件号码和性别"),
            ));
        }
        Some(sex)
    }

    fn birth(&self, citizen: Option<&IdNumber>, problems: &mut Problems) -> Option<NaiveDate> {
        let own = citizen.map(IdNumber::birth_date);
        if self.birth_date.is_empty() {
            return own;
        }
        let day = problems
            .note(
                self.birth_date
                    .parse::<Day>()
                    .map_err(|why| said("birth_date", "出生日期", why)),
            )?
            .date();
        if let Some(own) = own.filter(|own| *own != day) {
            problems.push(Problem::new(
                "birth_date",
                format!("出生日期：按证件号码应为 {own}，请核对后改正"),
            ));
        }
        Some(day)
    }
}

fn said(field: &str, label: &str, why: impl std::fmt::Display) -> Problem {
    let why = why.to_string();
    Problem::new(field, format!("{label}：{}", why.trim_end_matches('。')))
}

fn telephone(field: &str, label: &str, typed: &str, problems: &mut Problems) -> Option<Phone> {
    if typed.is_empty() {
        return None;
    }
    problems.note(
        typed
            .parse::<Phone>()
            .map_err(|why| said(field, label, why)),
    )
}

fn optional(typed: &str) -> Option<String> {
    Some(text::clean_words(typed).text.into_owned()).filter(|text| !text.is_empty())
}

/// What the selects of the form offer.
pub(super) struct FormChoices {
    pub(super) sexes: Vec<Choice>,
    pub(super) id_types: Vec<Choice>,
    pub(super) classes: Vec<Choice>,
    pub(super) states: Vec<Choice>,
}

impl FormChoices {
    pub(super) fn of(structure: &Structure) -> Self {
        const ID_TYPES: [IdType; 9] = [
            IdType::ResidentCard,
            IdType::HouseholdRegister,
            IdType::HongKongMacaoPermit,
            IdType::TaiwanPermit,
            IdType::HongKongMacaoTaiwanResidence,
            IdType::Passport,
            IdType::ForeignResidence,
            IdType::Military,
            IdType::Other,
        ];
        Self {
            sexes: [Sex::Male, Sex::Female]
                .map(|sex| Choice::new(sex, sex))
                .into(),
            id_types: ID_TYPES.map(|kind| Choice::new(kind, kind)).into(),
            classes: choices::classes(structure),
            states: StudentState::ALL
                .map(|state| Choice::new(state, state))
                .into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use store::school::class;

    use super::*;

    fn structure() -> Structure {
        let class = class::Model {
            id: ClassId::new(3),
            name: "23会计3班".into(),
            grade: "2023".parse().unwrap(),
            major_id: domain::ids::MajorId::new(1),
        };
        Structure {
            classes: vec![class],
            ..Structure::default()
        }
    }

    fn form() -> StudentForm {
        StudentForm {
            name: " 陈思远 ".into(),
            class: "3".into(),
            id_number: "990000200706250032".into(),
            ..StudentForm::blank()
        }
    }

    #[test]
    fn sex_and_birthday_come_from_the_number_when_left_open() {
        let values = form().values(None, &structure()).unwrap();
        assert_eq!((values.sex, values.name.as_str()), (Sex::Male, "陈思远"));
        assert_eq!(values.birth_date, NaiveDate::from_ymd_opt(2007, 6, 25));
    }

    #[test]
    fn each_field_has_its_own_sentence() {
        let wrong = StudentForm {
            name: String::new(),
            sex: "女".into(),
            birth_date: "2007-02-30".into(),
            phone: "1380000".into(),
            class: "9".into(),
            ..form()
        };
        let problems = wrong.values(None, &structure()).unwrap_err();
        assert_eq!(problems.of("name"), "姓名：请填姓名");
        assert_eq!(
            problems.of("sex"),
            "性别：按证件号码第 17 位应为男，请核对证件号码和性别"
        );
        assert_eq!(problems.of("birth_date"), "出生日期：2 月没有 30 日");
        assert_eq!(problems.of("phone"), "手机：手机号应为 11 位，这里有 7 位");
        assert_eq!(problems.of("class"), "班级：请选一个班");
        let wrong = StudentForm {
            id_number: "990000200706250033".into(),
            ..form()
        };
        assert_eq!(
            wrong
                .values(None, &structure())
                .unwrap_err()
                .of("id_number"),
            "证件号码：校验位应为 2，现在是 3"
        );
    }

    #[test]
    fn an_empty_number_leaves_the_stored_one() {
        let stored = form().values(None, &structure()).unwrap();
        let again = StudentForm {
            id_number: String::new(),
            ..StudentForm::of(&stored)
        };
        assert_eq!(again.values(Some(&stored), &structure()).unwrap(), stored);
    }
}
