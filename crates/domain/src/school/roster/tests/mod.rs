//! The roster: one test per kind of problem, then new classes, students of the school, properties.

mod classes;
mod known;
mod problems;
mod properties;
mod writings;

use super::{
    ClassRef, Known, KnownClass, KnownGroup, KnownMajor, KnownStudent, Roster, RosterRow, check,
};
use crate::{
    ids::{ClassId, FacultyId, GroupId, MajorId, StudentId},
    import::{
        Cleaning, Fixes, Outcome, ProblemKind, Request,
        grid::{Cell, Format, Grid, SheetRow},
    },
    values::{Grade, IdNumber, IdType, Secret, Sex, StudentState},
};

const HEADER: [&str; 15] = [
    "学籍号",
    "学号",
    "姓名",
    "性别",
    "民族",
    "出生日期",
    "证件类型",
    "证件号码",
    "年级",
    "系部",
    "专业组",
    "专业代码",
    "专业名称",
    "班级",
    "学生状态",
];
const ROLL: usize = 0;
const NUMBER: usize = 1;
const SEX: usize = 3;
const BIRTH: usize = 5;
const ID_TYPE: usize = 6;
const ID: usize = 7;
const GRADE: usize = 8;
const CODE: usize = 11;
const MAJOR: usize = 12;
const CLASS: usize = 13;
const STATE: usize = 14;

fn id_of(order: u32) -> String {
    let body = format!("99000020070625{order:03}");
    let check = IdNumber::check_character(&body).unwrap();
    format!("{body}{check}")
}

/// A right row; odd orders are boys.
fn student(order: u32) -> Vec<String> {
    let sex = if order % 2 == 1 { "男" } else { "女" };
    let id = id_of(order);
    let cells = [
        format!("G{id}").as_str(),
        "",
        &format!("学生{order}"),
        sex,
        "汉族",
        "2007-06-25",
        "居民身份证",
        &id,
        "2023",
        "财经系",
        "会计专业组",
        "730301",
        "会计事务",
        "23会计1班",
        "在读",
    ]
    .map(str::to_owned);
    cells.to_vec()
}

fn students(count: u32) -> Vec<Vec<String>> {
    (1..=count).map(student).collect()
}

fn sheet(rows: &[Vec<String>]) -> Grid {
    let cells = |row: &[String]| {
        row.iter()
            .map(|text| {
                if text.is_empty() {
                    Cell::Empty
                } else {
                    Cell::Text(text.clone())
                }
            })
            .collect()
    };
    let mut grid = Grid {
        sheet: "名册".to_owned(),
        rows: Vec::new(),
        format: Format::Xlsx,
    };
    grid.rows.push(SheetRow {
        number: 1,
        cells: cells(&HEADER.map(str::to_owned)),
    });
    let data = rows.iter().zip(2..).map(|(row, number)| SheetRow {
        number,
        cells: cells(row),
    });
    grid.rows.extend(data);
    grid
}

fn run(rows: &[Vec<String>], known: &Known, create: bool) -> Roster {
    run_with(rows, known, create, &Fixes::default())
}

fn run_with(rows: &[Vec<String>], known: &Known, create: bool, fixes: &Fixes) -> Roster {
    let grid = sheet(rows);
    check(
        Request {
            file: "名册.xlsx",
            grid: &grid,
            mapping: None,
            fixes,
        },
        known,
        create,
    )
    .unwrap()
}

fn problems(roster: &Roster) -> Vec<(u32, &str, ProblemKind)> {
    roster
        .report
        .errors()
        .map(|p| (p.row, p.column.as_str(), p.kind))
        .collect()
}

fn warnings(roster: &Roster) -> Vec<(u32, &str, ProblemKind)> {
    roster
        .report
        .warnings()
        .map(|p| (p.row, p.column.as_str(), p.kind))
        .collect()
}

/// Change one cell of the second of four rows and see what is said about it.
fn with_cell(column: usize, text: &str) -> Roster {
    let mut rows = students(4);
    rows[1][column] = text.to_owned();
    run(&rows, &Known::default(), true)
}

/// A school with one class and the first student in it.
fn school() -> Known {
    let grade = Grade::try_from(2023).unwrap();
    let class = |id, name: &str| KnownClass {
        id: ClassId::new(id),
        name: name.to_owned(),
        grade,
        major: MajorId::new(1),
    };
    Known {
        faculties: vec![(FacultyId::new(1), "财经系".to_owned())],
        groups: vec![KnownGroup {
            id: GroupId::new(1),
            faculty: FacultyId::new(1),
            name: "会计专业组".to_owned(),
        }],
        majors: vec![KnownMajor {
            id: MajorId::new(1),
            group: GroupId::new(1),
            code: "730301".to_owned(),
            name: "会计事务".to_owned(),
        }],
        classes: vec![class(1, "23会计1班"), class(2, "23会计2班")],
        students: vec![stored(1)],
    }
}

fn stored(order: u32) -> KnownStudent {
    let id: IdNumber = id_of(order).parse().unwrap();
    KnownStudent {
        id: StudentId::new(i64::from(order)),
        school_number: format!("20230101{order:02}"),
        roll_number: Some(format!("G{}", id.as_str()).into()),
        id_number: Some(id.as_str().into()),
        id_type: IdType::ResidentCard,
        name: format!("学生{order}"),
        sex: id.sex(),
        nation: Some("汉族".to_owned()),
        birth_date: Some(id.birth_date()),
        class: ClassId::new(1),
        state: StudentState::Enrolled,
        phone: None,
        guardian_name: None,
        guardian_phone: None,
    }
}
