//! Portraits through the pages: good, faulty, hostile; whose they are and who sees them.

use std::io::{Cursor, Write};

use axum::http::StatusCode;
use zip::write::SimpleFileOptions;

use super::scene::{BLUE, WHITE, asked, portrait, registration, sign_in, sized, upload};

#[tokio::test]
async fn plan_6_3_a_student_hands_in_a_portrait_and_sees_what_is_wrong_with_it() {
    let scene = asked().await;
    let own = sign_in(&scene.school, scene.chosen[0]).await;
    let at = format!("/my/photo/{}", registration(&scene, scene.chosen[0]).await);
    let blue = upload(&own, &at, &portrait(1, BLUE)).await;
    assert_eq!(blue.status, StatusCode::SEE_OTHER, "{}", blue.text("main"));
    let page = own.get(&at).await;
    assert!(
        page.text("main").contains("蓝底，要换白底"),
        "{}",
        page.text("main")
    );
    let good = upload(&own, &at, &portrait(1, WHITE)).await;
    assert_eq!(good.status, StatusCode::SEE_OTHER);
    let page = own.get(&at).await;
    assert!(page.text(".bd").contains("合格"), "{}", page.text("main"));
    // A good one is not pushed out by a bad one.
    let worse = upload(&own, &at, &sized(1, WHITE, 90, 60)).await;
    assert_eq!(worse.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        worse.text(".err").contains("原来的照片合格"),
        "{}",
        worse.text("main")
    );
    // Nor may two people have the same.
    let other = sign_in(&scene.school, scene.chosen[1]).await;
    let theirs = format!("/my/photo/{}", registration(&scene, scene.chosen[1]).await);
    let same = upload(&other, &theirs, &portrait(1, WHITE)).await;
    assert!(
        same.text(".err").contains("另一名学生"),
        "{}",
        same.text("main")
    );
}

#[tokio::test]
async fn hostile_pictures_come_back_each_with_its_sentence_and_leave_nothing() {
    let scene = asked().await;
    let own = sign_in(&scene.school, scene.chosen[0]).await;
    let at = format!("/my/photo/{}", registration(&scene, scene.chosen[0]).await);
    let good = portrait(1, WHITE);
    let mut square = good.clone();
    let header = square
        .windows(2)
        .position(|two| two == b"\xff\xc0")
        .unwrap();
    square[header + 5..header + 9].copy_from_slice(&[0xff; 4]);
    let table: [(Vec<u8>, &str); 6] = [
        (Vec::new(), "还没有选择照片"),
        (b"%PDF-1.7 portrait".to_vec(), "这是 PDF，不是照片"),
        (square, "65535×65535"),
        (good[..good.len() / 2].to_vec(), "照片不完整"),
        (b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), "HEIC"),
        (vec![0x41; 5000], "不是照片"),
    ];
    for (bytes, sentence) in table {
        let page = upload(&own, &at, &bytes).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.text(".err").contains(sentence),
            "{sentence}: {}",
            page.text("main")
        );
        assert!(page.text("title").starts_with("错误："));
    }
    let heavy = upload(&own, &at, &vec![0xff; 20 << 20]).await;
    assert_eq!(heavy.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        heavy.text("main").contains("照片请缩小后再上传"),
        "{}",
        heavy.text("main")
    );
    let kept = store::people::photo_of(scene.school.app.db.read(), scene.chosen[0])
        .await
        .unwrap();
    assert!(kept.is_none());
}

#[tokio::test]
async fn a_portrait_travels_without_its_place_and_only_its_own_people_see_it() {
    let scene = asked().await;
    let own = sign_in(&scene.school, scene.chosen[0]).await;
    let at = format!("/my/photo/{}", registration(&scene, scene.chosen[0]).await);
    let plain = portrait(1, WHITE);
    let notes = b"Exif\0\0II*\0\x08\0\0\0\0\0PLACE-23.02N-113.75E";
    let mut noted = plain[..2].to_vec();
    noted.extend(b"\xff\xe1");
    noted.extend(u16::try_from(notes.len() + 2).unwrap().to_be_bytes());
    noted.extend(notes);
    noted.extend(&plain[2..]);
    assert_eq!(
        upload(&own, &at, &noted).await.status,
        StatusCode::SEE_OTHER
    );

    let picture = format!("/photos/{}", scene.chosen[0]);
    let shown = own.get(&picture).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert_eq!(shown.headers["content-type"], "image/jpeg");
    assert_eq!(shown.headers["cache-control"], "no-store");
    assert!(!shown.bytes.windows(5).any(|five| five == b"PLACE"));

    for (who, status) in [
        (scene.school.teacher("23会计1班").await, StatusCode::OK),
        (
            scene.school.teacher("23会计2班").await,
            StatusCode::NOT_FOUND,
        ),
        (
            sign_in(&scene.school, scene.chosen[1]).await,
            StatusCode::NOT_FOUND,
        ),
        (scene.school.leader("会计专业组").await, StatusCode::OK),
        (
            scene.school.leader("电商专业组").await,
            StatusCode::NOT_FOUND,
        ),
    ] {
        assert_eq!(who.get(&picture).await.status, status);
    }
    let theirs = sign_in(&scene.school, scene.chosen[1]).await;
    assert_eq!(theirs.get(&at).await.status, StatusCode::NOT_FOUND);
    let taken = upload(&theirs, &at, &plain).await;
    assert_eq!(taken.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn plan_6_3_a_zip_gives_each_picture_to_whom_its_name_names() {
    let scene = asked().await;
    let db = scene.school.app.db.read();
    let mut names = Vec::new();
    for student in &scene.chosen {
        names.push(store::school::student(db, *student).await.unwrap());
    }
    let identity = store::school::revealed(
        &scene.school.app.keys,
        &names[1],
        store::school::Protected::Identity,
    )
    .unwrap()
    .unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        (
            format!("班/{}.jpg", names[0].school_number),
            portrait(1, WHITE),
        ),
        (format!("{}.jpg", identity.as_str()), portrait(2, BLUE)),
        (format!("{}.jpg", names[2].name), sized(3, WHITE, 90, 60)),
        // Of another class: not the teacher's.
        (
            format!("{}.jpg", names[3].school_number),
            portrait(4, WHITE),
        ),
        ("IMG_0001.jpg".to_owned(), portrait(5, WHITE)),
        (
            format!("{}_2.jpg", names[0].school_number),
            b"%PDF-1.7".to_vec(),
        ),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    let teacher = scene.school.teacher("23会计1班").await;
    let at = format!("/registration/projects/{}/photos", scene.project);
    let op = teacher.get(&at).await.value("op_id");
    let sent = teacher
        .upload(&at, "照片.zip", &zip, &[("op_id", &op)])
        .await;
    let job = sent.location();
    scene.school.run_jobs().await;
    let result = teacher.get(&job).await.location();
    let page = teacher.get(&result).await;
    assert!(
        page.text(".sub").contains("收下 3 张，没有收下 3 张"),
        "{}",
        page.text("main")
    );
    let text = page.text("main");
    for sentence in ["蓝底，要换白底", "90×60", "没有名单上的", "有两张", "合格"]
    {
        assert!(text.contains(sentence), "{sentence}: {text}");
    }
    assert!(!page.html().contains(identity.as_str()));
    let photos = store::people::photos_of(db, &scene.chosen).await.unwrap();
    assert_eq!(photos.len(), 3);
    assert!(!photos.contains_key(&scene.chosen[3]));
    // Nobody else's result list is there.
    let leader = scene.school.leader("会计专业组").await;
    assert_eq!(leader.get(&result).await.status, StatusCode::NOT_FOUND);
    let empty = teacher.upload(&at, "x.zip", b"", &[("op_id", "x")]).await;
    assert!(empty.text(".err").contains("还没有选择压缩包"));
    let bad = teacher
        .upload(&at, "x.zip", b"%PDF", &[("op_id", "y")])
        .await;
    scene.school.run_jobs().await;
    let failed = teacher.get(&bad.location()).await;
    assert!(
        failed.text("main").contains("不是 zip 压缩包"),
        "{}",
        failed.text("main")
    );
}
