//! The school as the check of a roster has to know it, read in one go.

use domain::school::roster::{Known, KnownClass, KnownGroup, KnownMajor, KnownStudent};
use domain::values::Secret;
use sea_orm::ConnectionTrait;
use sea_orm::entity::prelude::*;

use super::student::{self};
use super::students::revealed;
use super::students_written::Protected;
use super::{Structure, structure};
use crate::{Keys, StoreResult};

/// Everything at once: a roster names any student of the school, by any of three numbers.
pub async fn known(db: &impl ConnectionTrait, keys: &Keys) -> StoreResult<Known> {
    let Structure {
        faculties,
        groups,
        majors,
        classes,
    } = structure(db).await?;
    let students = student::Entity::find().all(db).await?;
    Ok(Known {
        faculties: faculties
            .into_iter()
            .map(|faculty| (faculty.id, faculty.name))
            .collect(),
        groups: groups
            .into_iter()
            .map(|group| KnownGroup {
                id: group.id,
                faculty: group.faculty_id,
                name: group.name,
            })
            .collect(),
        majors: majors
            .into_iter()
            .map(|major| KnownMajor {
                id: major.id,
                group: major.group_id,
                code: major.code,
                name: major.name,
            })
            .collect(),
        classes: classes
            .into_iter()
            .map(|class| KnownClass {
                id: class.id,
                name: class.name,
                grade: class.grade,
                major: class.major_id,
            })
            .collect(),
        students: students
            .into_iter()
            .map(|student| known_student(keys, student))
            .collect::<StoreResult<_>>()?,
    })
}

fn known_student(keys: &Keys, student: student::Model) -> StoreResult<KnownStudent> {
    let open = |protected| -> StoreResult<Option<Secret>> {
        Ok(revealed(keys, &student, protected)?.map(|number| Secret::from(number.as_str())))
    };
    Ok(KnownStudent {
        roll_number: open(Protected::Roll)?,
        id_number: open(Protected::Identity)?,
        id: student.id,
        school_number: student.school_number,
        id_type: student.id_type,
        name: student.name,
        sex: student.sex,
        nation: student.nation,
        birth_date: student.birth_date,
        class: student.class_id,
        state: student.state,
        phone: student.phone,
        guardian_name: student.guardian_name,
        guardian_phone: student.guardian_phone,
    })
}
