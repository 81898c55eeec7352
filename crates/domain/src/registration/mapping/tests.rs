use super::*;

#[test]
fn plan_6_3_the_platforms_usual_headers_are_recognised() {
    let headers = [
        ("序号", Some(Field::Sequence)),
        ("姓名*", Some(Field::Name)),
        ("* 考生姓名", Some(Field::Name)),
        ("证件类型＊", Some(Field::IdType)),
        ("证件号码（必填，文本格式）", Some(Field::IdNumber)),
        ("身份证号\n*", Some(Field::IdNumber)),
        ("性别(男/女)", Some(Field::Sex)),
        ("学籍号*", Some(Field::RollNumber)),
        ("学 号", Some(Field::SchoolNumber)),
        ("专业代码*", Some(Field::MajorCode)),
        ("所学专业", Some(Field::MajorName)),
        ("联系电话*", Some(Field::Phone)),
        ("联系电话（监护人）", Some(Field::GuardianPhone)),
        ("姓名（家长）", Some(Field::GuardianName)),
        ("3、报考证书*", Some(Field::Certificate)),
        ("报考等级：", Some(Field::Level)),
        ("【考核站点】", Some(Field::Site)),
        ("是否补考*", Some(Field::IsRetake)),
        ("Ｘ证书名称", Some(Field::Certificate)),
        ("鞋码", None),
        ("", None),
        ("*", None),
    ];
    for (header, field) in headers {
        assert_eq!(Field::of_header(header), field, "{header}");
    }
}

#[test]
fn every_field_is_known_by_its_own_title_and_key() {
    for field in Field::ALL {
        assert_eq!(Field::of_header(field.title()), Some(*field));
        assert_eq!(serde_json::to_value(field).unwrap(), field.key());
    }
}

#[test]
fn required_is_a_star_or_the_word() {
    assert!(is_required("姓名*") && is_required("姓名（必填）") && is_required("★姓名"));
    assert!(!is_required("姓名") && !is_required("备注（非必填）"));
}

#[test]
fn a_person_mends_the_guess_with_or_without_the_star() {
    let mut mapping = Mapping::guess([(1, "姓名*"), (2, "鞋码*"), (3, "考核站点*（下拉选择）")]);
    assert_eq!(mapping.required_and_empty().collect::<Vec<_>>(), ["鞋码*"]);
    mapping
        .set("鞋码", &Source::Constant("不适用".into()))
        .unwrap();
    mapping
        .set(" 考核站点 ", &Source::Constant("示范站".into()))
        .unwrap();
    assert_eq!(mapping.source(2), &Source::Constant("不适用".into()));
    assert_eq!(mapping.source(3), &Source::Constant("示范站".into()));
    assert_eq!(mapping.required_and_empty().count(), 0);
    let error = mapping.set("身高", &Source::Empty).unwrap_err();
    assert_eq!(
        error.to_string(),
        "模板里没有「身高」这一列。现有的列：姓名*、鞋码*、考核站点*（下拉选择）。"
    );
}

#[test]
fn the_mapping_survives_its_json() {
    let mut mapping = Mapping::guess([(1, "姓名*"), (4, "鞋码"), (5, "年级")]);
    mapping
        .set("年级", &Source::Constant("2023".into()))
        .unwrap();
    let json = serde_json::to_string(&mapping).unwrap();
    assert_eq!(
        json,
        r#"[{"number":1,"header":"姓名*","source":{"field":"name"}},{"number":4,"header":"鞋码","source":"empty"},{"number":5,"header":"年级","source":{"constant":"2023"}}]"#
    );
    assert_eq!(serde_json::from_str::<Mapping>(&json).unwrap(), mapping);
}

#[test]
fn a_value_takes_the_word_of_the_list_that_means_the_same() {
    let types = ["居民身份证", "护照"];
    assert_eq!(fit(Field::IdType, "身份证", types), Some("居民身份证"));
    assert_eq!(fit(Field::IdType, "军官证", types), None);
    assert_eq!(fit(Field::Nation, "汉", ["汉族", "壮族"]), Some("汉族"));
    assert_eq!(fit(Field::Name, "汉", ["汉族"]), None);
    assert_eq!(fit(Field::Level, "中级", ["初级", "中级"]), Some("中级"));
    assert_eq!(fit(Field::Sex, "女", ["1-男", "2-女"]), Some("2-女"));
    assert_eq!(
        fit(
            Field::IdType,
            "居民身份证",
            ["A.居民身份证（18位）", "B.护照"]
        ),
        Some("A.居民身份证（18位）")
    );
    assert_eq!(fit(Field::MajorCode, "730301", ["730301-会计事务"]), None);
}
