//! What a person's posts reach, as conditions inside a query: what may not be seen is never loaded.

use domain::access::Reach;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{Condition, QuerySelect, QueryTrait};

use super::{class, group, major, student};

/// A condition on `student`: those within reach.
pub fn students_within(reach: &Reach) -> Condition {
    match reach {
        Reach::All => Condition::all(),
        Reach::Nothing => nothing(),
        Reach::Within { students, .. } => Condition::any()
            .add(student::Column::ClassId.in_subquery(classes(reach)))
            .add(student::Column::Id.is_in(students.iter().copied())),
    }
}

/// A condition on a column that holds class ids: those within reach.
pub fn classes_within(column: impl ColumnTrait, reach: &Reach) -> Condition {
    match reach {
        Reach::All => Condition::all(),
        Reach::Nothing => nothing(),
        Reach::Within { .. } => Condition::all().add(column.in_subquery(classes(reach))),
    }
}

/// A condition on a column that holds group ids: those within reach, also where only one of their classes is.
pub fn groups_within(column: impl ColumnTrait, reach: &Reach) -> Condition {
    let Reach::Within { classes, .. } = reach else {
        return if matches!(reach, Reach::All) {
            Condition::all()
        } else {
            nothing()
        };
    };
    let majors = class::Entity::find()
        .select_only()
        .column(class::Column::MajorId)
        .filter(class::Column::Id.is_in(classes.iter().copied()))
        .into_query();
    let of_classes = major::Entity::find()
        .select_only()
        .column(major::Column::GroupId)
        .filter(major::Column::Id.in_subquery(majors))
        .into_query();
    Condition::any()
        .add(column.in_subquery(groups(reach)))
        .add(column.in_subquery(of_classes))
}

fn groups(reach: &Reach) -> SelectStatement {
    let mut within = Condition::any();
    if let Reach::Within {
        faculties, groups, ..
    } = reach
    {
        within = within
            .add(group::Column::Id.is_in(groups.iter().copied()))
            .add(group::Column::FacultyId.is_in(faculties.iter().copied()));
    }
    group::Entity::find()
        .select_only()
        .column(group::Column::Id)
        .filter(within)
        .into_query()
}

fn classes(reach: &Reach) -> SelectStatement {
    let majors = major::Entity::find()
        .select_only()
        .column(major::Column::Id)
        .filter(major::Column::GroupId.in_subquery(groups(reach)))
        .into_query();
    let mut within = Condition::any().add(class::Column::MajorId.in_subquery(majors));
    if let Reach::Within { classes, .. } = reach {
        within = within.add(class::Column::Id.is_in(classes.iter().copied()));
    }
    class::Entity::find()
        .select_only()
        .column(class::Column::Id)
        .filter(within)
        .into_query()
}

fn nothing() -> Condition {
    Condition::all().add(Expr::cust("1 = 0"))
}
