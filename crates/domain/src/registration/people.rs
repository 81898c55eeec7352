//! A list of people that is written straight into a platform's workbook: any roster, with the columns
//! of a registration if it has them (plan 6.3).
//!
//! Only who has no name or no identity number is refused; every other fault is said, since the platform
//! decides about it.

use std::collections::BTreeMap;

use super::mapping::{Field as Filled, Values};
use crate::import::{
    self, Check, Column, FileRefused, Fixes, Kind, Outcome, ProblemKind, Report, Request, Row,
    Table, grid::Grid,
};
use crate::school::roster;
use crate::values::{Day, IdNumber, IdType, PartOfDay, Phone, Sex, StudentState};

/// Whom a file names, in the file's order.
#[derive(Clone, Debug)]
pub struct People {
    pub report: Report,
    /// The sheet's own row number, and what is known of the person.
    pub rows: Vec<(u32, Values)>,
    /// Rows that have no name or no identity number.
    pub refused: Vec<u32>,
}

/// Read whom a file names.
pub fn read(file: &str, grid: &Grid) -> Result<People, FileRefused> {
    let table = table();
    let mut reader = Reader {
        table: table.clone(),
        seen: BTreeMap::new(),
        rows: Vec::new(),
        refused: Vec::new(),
    };
    let fixes = Fixes::default();
    let request = Request {
        file,
        grid,
        mapping: None,
        fixes: &fixes,
    };
    let checked = import::check(request, &table, &mut reader)?;
    Ok(People {
        report: checked.report,
        rows: reader.rows,
        refused: reader.refused,
    })
}

/// The roster's columns and those of a registration; only name and identity are needed.
fn table() -> Table {
    let mut columns = roster::table().columns;
    for column in &mut columns {
        column.required = matches!(column.key.as_ref(), "name" | "id_number");
    }
    columns.extend([
        Column::new("certificate", "报考证书", CERTIFICATE_NAMES, Kind::Words),
        Column::new("level", "报考等级", LEVEL_NAMES, Kind::Words),
        Column::new("site", "考核站点", SITE_NAMES, Kind::Words),
        Column::new("is_retake", "是否补考", RETAKE_NAMES, Kind::Words),
        Column::new("remark", "备注", &["备注说明"], Kind::Words).at_most(200),
        Column::new(
            "school_name",
            "学校名称",
            &["学校", "院校名称"],
            Kind::Words,
        ),
        Column::new("organisation", "培训评价组织", &["评价组织"], Kind::Words),
    ]);
    Table::new("报名名单", columns)
}

const CERTIFICATE_NAMES: &[&str] = &["证书名称", "报考证书名称", "申报证书", "考核证书"];
const LEVEL_NAMES: &[&str] = &["等级", "证书等级", "报考级别", "申报等级", "考核等级"];
const SITE_NAMES: &[&str] = &["站点", "考核站点名称", "考点", "考点名称"];
const RETAKE_NAMES: &[&str] = &["补考", "是否为补考"];

/// Columns that go over as they stand; the others are read first.
const PLAIN: [(&str, Filled); 16] = [
    ("roll_number", Filled::RollNumber),
    ("school_number", Filled::SchoolNumber),
    ("nation", Filled::Nation),
    ("grade", Filled::Grade),
    ("faculty", Filled::Faculty),
    ("major_code", Filled::MajorCode),
    ("major", Filled::MajorName),
    ("class", Filled::ClassName),
    ("guardian_name", Filled::GuardianName),
    ("certificate", Filled::Certificate),
    ("level", Filled::Level),
    ("site", Filled::Site),
    ("is_retake", Filled::IsRetake),
    ("remark", Filled::Remark),
    ("school_name", Filled::SchoolName),
    ("organisation", Filled::Organisation),
];

struct Reader {
    table: Table,
    seen: BTreeMap<String, u32>,
    rows: Vec<(u32, Values)>,
    refused: Vec<u32>,
}

impl Check for Reader {
    type Value = ();

    fn check(&mut self, row: &mut Row<'_, '_>) -> Outcome<()> {
        let (name, number) = (self.sound(row, "name"), self.sound(row, "id_number"));
        let (Some(name), Some(number)) = (name, number) else {
            self.refused.push(row.number());
            return Outcome::Refused;
        };
        let mut values = Values::default();
        values.set(Filled::Name, name);
        for (key, field) in PLAIN {
            if let Some(text) = self.raw(row, key) {
                values.set(field, text);
            }
        }
        self.person(row, &number, &mut values);
        self.phones(row, &mut values);
        self.state(row);
        self.meet(row, &number);
        self.rows.push((row.number(), values));
        Outcome::New(())
    }
}

impl Reader {
    /// The text of a cell that could be read whole: a number that lost its digits is none.
    fn sound(&self, row: &Row<'_, '_>, key: &str) -> Option<String> {
        row.text(self.table.field(key)?).map(str::to_owned)
    }

    /// The text of a cell, even where something is wrong with it.
    fn raw(&self, row: &Row<'_, '_>, key: &str) -> Option<String> {
        row.line.text(self.table.field(key)?).map(str::to_owned)
    }

    /// Identity, sex and date of birth, which must agree; what is missing comes from the number.
    fn person(&self, row: &mut Row<'_, '_>, number: &str, values: &mut Values) {
        let written = self.raw(row, "id_type");
        let id_type = written.as_deref().map(str::parse::<IdType>);
        let card = matches!(id_type, None | Some(Ok(IdType::ResidentCard)));
        let parsed = number.parse::<IdNumber>();
        let citizen = parsed.as_ref().ok().filter(|_| card);
        values.set(Filled::IdNumber, citizen.map_or(number, IdNumber::as_str));
        match (written, id_type) {
            (_, Some(Ok(kind))) => values.set(Filled::IdType, kind.to_string()),
            (Some(written), _) => values.set(Filled::IdType, written),
            (None, _) if citizen.is_some() => {
                values.set(Filled::IdType, IdType::ResidentCard.to_string());
            }
            (None, _) => {}
        }
        if let Err(why) = parsed.as_ref().map_err(ToString::to_string)
            && card
        {
            self.warn(row, "id_number", ProblemKind::CheckDigit, &why);
        }
        self.sex(row, citizen, values);
        self.birth(row, citizen, values);
    }

    fn sex(&self, row: &mut Row<'_, '_>, citizen: Option<&IdNumber>, values: &mut Values) {
        let own = citizen.map(IdNumber::sex);
        let Some(written) = self.raw(row, "sex") else {
            values.set(
                Filled::Sex,
                own.map(|sex| sex.to_string()).unwrap_or_default(),
            );
            return;
        };
        let sex = written.parse::<Sex>().ok();
        values.set(Filled::Sex, sex.map_or(written, |sex| sex.to_string()));
        if let Some((own, _)) = own.zip(sex).filter(|(own, sex)| own != sex) {
            let expected = format!("按证件号码第 17 位应为{own}。");
            self.warn(row, "sex", ProblemKind::ContradictsId, &expected);
        }
    }

    fn birth(&self, row: &mut Row<'_, '_>, citizen: Option<&IdNumber>, values: &mut Values) {
        let own = citizen.map(IdNumber::birth_date);
        let Some(written) = self.raw(row, "birth_date") else {
            values.set(
                Filled::BirthDate,
                own.map(|day| day.to_string()).unwrap_or_default(),
            );
            return;
        };
        let part = PartOfDay::read(&written);
        let completed = own.filter(|own| part.is_some_and(|part| part.is_of(*own)));
        let day = written.parse::<Day>().ok().map(Day::date).or(completed);
        values.set(
            Filled::BirthDate,
            day.map_or(written, |day| day.to_string()),
        );
        if let Some((own, _)) = own.zip(day).filter(|(own, day)| own != day) {
            let expected = format!("证件号码里的出生日期是 {own}。");
            self.warn(row, "birth_date", ProblemKind::ContradictsId, &expected);
        }
    }

    fn phones(&self, row: &mut Row<'_, '_>, values: &mut Values) {
        for (key, field) in [
            ("phone", Filled::Phone),
            ("guardian_phone", Filled::GuardianPhone),
        ] {
            let Some(written) = self.raw(row, key) else {
                continue;
            };
            match written.parse::<Phone>() {
                Ok(phone) => values.set(field, phone.as_str()),
                Err(why) => {
                    values.set(field, written);
                    self.warn(row, key, ProblemKind::Phone, &why.to_string());
                }
            }
        }
    }

    /// Who has left may still stand in an old roster.
    fn state(&self, row: &mut Row<'_, '_>) {
        let state = self
            .raw(row, "state")
            .and_then(|text| text.parse::<StudentState>().ok());
        let away = state
            .filter(|state| !matches!(state, StudentState::Enrolled | StudentState::Internship));
        if away.is_some() {
            let expected = "在读和实习的学生才能报名。";
            self.warn(row, "state", ProblemKind::OutOfRange, expected);
        }
    }

    fn meet(&mut self, row: &mut Row<'_, '_>, number: &str) {
        let first = *self
            .seen
            .entry(number.to_uppercase())
            .or_insert(row.number());
        if first != row.number() {
            let expected = format!("和第 {first} 行的证件号码相同。");
            self.warn(row, "id_number", ProblemKind::DuplicateInFile, &expected);
        }
    }

    fn warn(&self, row: &mut Row<'_, '_>, key: &str, kind: ProblemKind, expected: &str) {
        if let Some(field) = self.table.field(key) {
            row.warning(field, kind, expected, "请核对后再上传平台。");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::grid::{Cell, Format, SheetRow};

    fn grid(rows: &[&[&str]]) -> Grid {
        let cells = |row: &&[&str]| {
            row.iter()
                .map(|text| Cell::Text((*text).to_owned()))
                .collect()
        };
        Grid {
            sheet: "名单".to_owned(),
            rows: (1..)
                .zip(rows)
                .map(|(number, row)| SheetRow {
                    number,
                    cells: cells(row),
                })
                .collect(),
            format: Format::Xlsx,
        }
    }

    #[test]
    fn plan_6_3_only_who_has_no_name_or_identity_is_left_out() {
        let found = read(
            "名单.xlsx",
            &grid(&[
                &["姓名", "身份证号", "性别", "联系电话", "报考等级"],
                &["麦一", "99000020070625003x", "", "138 0013 8000", "中级"],
                &["", "990000200705110046", "女", "", "中级"],
                &["钱二", "", "女", "", "中级"],
                &["孙三", "990000200705110047", "女", "123", "中级"],
            ]),
        )
        .unwrap();
        assert_eq!(found.refused, [3, 4]);
        let rows: Vec<u32> = found.rows.iter().map(|(row, _)| *row).collect();
        assert_eq!(rows, [2, 5]);
        let (_, first) = &found.rows[0];
        assert_eq!(first.get(Filled::Level), Some("中级"));
        assert_eq!(first.get(Filled::Phone), Some("13800138000"));
        let about = |row| {
            found
                .report
                .problems
                .iter()
                .filter(move |problem| problem.row == row)
                .map(|problem| problem.field.as_str())
                .collect::<Vec<_>>()
        };
        assert_eq!(about(5), ["id_number", "phone"]);
    }

    #[test]
    fn what_the_number_says_is_filled_in_and_a_second_row_of_the_same_person_is_said() {
        let number = "990000200706250032";
        let found = read(
            "名单.csv",
            &grid(&[&["姓名", "证件号码"], &["麦一", number], &["麦一", number]]),
        )
        .unwrap();
        let (_, values) = &found.rows[0];
        assert_eq!(values.get(Filled::IdType), Some("居民身份证"));
        assert_eq!(values.get(Filled::BirthDate), Some("2007-06-25"));
        assert_eq!(values.get(Filled::Sex), Some("男"));
        let problem = &found.report.problems[0];
        assert_eq!(
            (problem.row, problem.kind),
            (3, ProblemKind::DuplicateInFile)
        );
    }
}
