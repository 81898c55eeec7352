//! What is to be added to the structure, checked.

use domain::values::Grade;
use store::school::Structure;

use super::page::Typed;
use crate::school::naming::{self, Kind, New};
use crate::shell::{Problem, Problems};

pub(super) fn checked<'a>(
    kind: Kind,
    typed: &'a Typed,
    structure: &Structure,
) -> Result<New<'a>, Problems> {
    let mut form = Form {
        kind,
        typed,
        structure,
        problems: Problems::default(),
    };
    form.check_name();
    let new = match kind {
        Kind::Faculty => Some(New::Faculty { name: &typed.name }),
        Kind::Group => form.group(),
        Kind::Major => form.major(),
        Kind::Class => form.class(),
    };
    let problems = form.problems;
    new.filter(|_| problems.is_empty()).ok_or(problems)
}

struct Form<'a, 's> {
    kind: Kind,
    typed: &'a Typed,
    structure: &'s Structure,
    problems: Problems,
}

impl<'a, 's> Form<'a, 's> {
    fn check_name(&mut self) {
        let (label, name) = (self.kind.label(), &self.typed.name);
        let fault = if name.is_empty() {
            format!("{label}名称：请填名称")
        } else if naming::is_taken(self.structure, self.kind, name) {
            format!("{label}名称：「{name}」已经有了，请换一个")
        } else {
            return;
        };
        self.problem("name", fault);
    }

    fn group(&mut self) -> Option<New<'a>> {
        let faculties = &self.structure.faculties;
        let faculty = self.parent(faculties, |faculty| faculty.id.get(), "所属的系")?;
        Some(New::Group {
            name: &self.typed.name,
            faculty: faculty.id,
        })
    }

    fn major(&mut self) -> Option<New<'a>> {
        let code = self.typed.code.as_str();
        let mut majors = self.structure.majors.iter();
        if code.is_empty() || majors.any(|major| major.code == code) {
            self.problem("code", "专业代码：请填国家目录里的代码，一个代码只用一次");
        }
        let groups = &self.structure.groups;
        let group = self.parent(groups, |group| group.id.get(), "所属的专业组")?;
        Some(New::Major {
            name: &self.typed.name,
            code,
            group: group.id,
        })
    }

    fn class(&mut self) -> Option<New<'a>> {
        let grade = self.typed.grade.parse::<Grade>().ok();
        if grade.is_none() {
            self.problem("grade", "年级：请写入学年份，如 2023");
        }
        let majors = &self.structure.majors;
        let major = self.parent(majors, |major| major.id.get(), "所属的专业")?;
        Some(New::Class {
            name: &self.typed.name,
            grade: grade?,
            major: major.id,
        })
    }

    /// What the new part belongs to.
    fn parent<T>(&mut self, all: &'s [T], id: impl Fn(&T) -> i64, what: &str) -> Option<&'s T> {
        let chosen = self.typed.parent.parse().ok();
        let found = all.iter().find(|one| Some(id(one)) == chosen);
        if found.is_none() {
            self.problem("parent", format!("{}：请选{what}", self.kind.label()));
        }
        found
    }

    fn problem(&mut self, part: &str, sentence: impl Into<String>) {
        let field = format!("{}-{part}", self.kind.code());
        self.problems.push(Problem::new(field, sentence));
    }
}
