//! What the people of one student's registration have brought, for the walk: a portrait, a word about the roll, a zip.

use domain::ids::{AccountId, CorrectionId, PhotoBatchId, ProjectId, RegistrationId, StudentId};
use domain::registration::Field;
use domain::registration::photo::{Measure, PhotoFormat};
use store::people::{self as rows, NewCorrection, NewPhoto};

use crate::people::portrait;
use crate::support::School;

pub(super) struct People {
    pub(super) registration: RegistrationId,
    pub(super) correction: CorrectionId,
    pub(super) photos: PhotoBatchId,
}

pub(super) async fn seed(
    school: &School,
    project: ProjectId,
    student: StudentId,
    by: AccountId,
) -> People {
    let bytes = portrait(u32::try_from(student.get()).unwrap(), [255; 3]);
    let size = bytes.len();
    let sha256 = school.app.files.put(bytes).await.unwrap();
    let tx = school.app.db.begin().await.unwrap();
    store::files::record(&tx, &sha256, size, "image/jpeg", school.now())
        .await
        .unwrap();
    let measure = Measure {
        format: PhotoFormat::Jpeg,
        source_width: 360,
        source_height: 480,
        width: 360,
        height: 480,
        bytes: u32::try_from(size).unwrap(),
        ground: [255; 3],
        uneven: 0,
        head: 1_500,
    };
    let photo = NewPhoto {
        student,
        sha256: &sha256,
        measure: &measure,
        by: Some(by),
    };
    rows::add_photo(&tx, &photo, school.now()).await.unwrap();
    let word = NewCorrection {
        student,
        field: Field::BirthDate,
        said: "应为 9月11日",
        by,
    };
    let correction = rows::add_correction(&tx, &word, school.now())
        .await
        .unwrap();
    let photos = rows::add_batch(&tx, project, (&sha256, "照片.zip"), by, school.now())
        .await
        .unwrap();
    let all = store::registration::rows_of_student(&tx, student)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let own = all
        .into_iter()
        .find(|row| row.project_id == project)
        .unwrap();
    People {
        registration: own.id,
        correction,
        photos,
    }
}
