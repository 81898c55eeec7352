use super::super::{
    Absence, Binding, NotAParameter, NotAPart, Parameters, PartKey, PartNames, Rounding, TieKeys,
    Ties, Total, Weights, natural_order,
};
use super::rule;

#[test]
fn plan_4_2_quota_is_base_times_ratio_by_the_rounding_of_the_plan() {
    // base, ratio, down, nearest (half up), up
    let table = [
        (99, "60%", 59, 59, 60),
        (100, "60%", 60, 60, 60),
        (101, "60%", 60, 61, 61),
        (5, "50%", 2, 3, 3),
        (1, "60%", 0, 1, 1),
        (1, "49.99%", 0, 0, 1),
        (1, "0.01%", 0, 0, 1),
        (0, "60%", 0, 0, 0),
        (7, "100%", 7, 7, 7),
        (7, "0%", 0, 0, 0),
        (1_000_000, "33.33%", 333_300, 333_300, 333_300),
        (
            4_294_967_295,
            "100%",
            4_294_967_295,
            4_294_967_295,
            4_294_967_295,
        ),
    ];
    for (base, ratio, down, nearest, up) in table {
        let places = [Rounding::Down, Rounding::Nearest, Rounding::Up].map(|rounding| {
            let parameters = Parameters {
                rounding,
                ..rule(ratio, "none")
            };
            parameters.quota(base).places
        });
        assert_eq!(places, [down, nearest, up], "{base} × {ratio}");
    }
}

#[test]
fn plan_4_2_the_least_limit_binds_and_is_named() {
    let table = [
        (None, None, 60, Binding::Ratio),
        (Some(60), Some(60), 60, Binding::Ratio),
        (Some(61), Some(70), 60, Binding::Ratio),
        (Some(59), None, 59, Binding::Approved),
        (Some(59), Some(59), 59, Binding::Approved),
        (Some(59), Some(58), 58, Binding::Seats),
        (None, Some(0), 0, Binding::Seats),
    ];
    for (approved, seats, places, binding) in table {
        let quota = Parameters {
            approved,
            seats,
            ..rule("60%", "none")
        }
        .quota(100);
        assert_eq!(
            (quota.by_ratio, quota.places, quota.binding),
            (60, places, binding)
        );
    }
}

#[test]
fn plan_4_2_the_words_of_the_command_line_read_back() {
    for word in ["down", "nearest", "up"] {
        assert_eq!(word.parse::<Rounding>().unwrap().to_string(), word);
    }
    for word in ["none", "all", "draw:2025-04-27"] {
        assert_eq!(word.parse::<Ties>().unwrap().to_string(), word);
    }
    for word in [
        "theory=50%,practical=50%",
        "a=33.33%,b=66.67%",
        "one_2=100%",
    ] {
        assert_eq!(word.parse::<Weights>().unwrap().to_string(), word);
    }
    assert_eq!(
        "theory=50, practical=50".parse(),
        "theory=50%,practical=50%".parse::<Weights>()
    );
    assert_eq!(
        "practical, theory".parse::<TieKeys>().unwrap().to_string(),
        "practical,theory"
    );
    assert_eq!("".parse::<TieKeys>(), Ok(TieKeys::default()));
}

#[test]
fn plan_4_2_a_wrong_parameter_is_refused_with_the_reason() {
    let key = |text: &str| text.parse::<PartKey>().unwrap();
    assert_eq!(
        "floor".parse::<Rounding>(),
        Err(NotAParameter::Rounding("floor".to_owned()))
    );
    assert_eq!("draw:".parse::<Ties>(), Err(NotAParameter::NoSeed));
    assert_eq!("draw".parse::<Ties>(), Err(NotAParameter::NoSeed));
    assert_eq!(
        "some".parse::<Ties>(),
        Err(NotAParameter::Ties("some".to_owned()))
    );
    let table = [
        ("theory=50,practical=49", NotAPart::Sum("99%".to_owned())),
        (
            "theory=60.5,practical=40",
            NotAPart::Sum("100.50%".to_owned()),
        ),
        ("theory=50,theory=50", NotAPart::Twice(key("theory"))),
        ("theory=100,practical=0", NotAPart::Zero(key("practical"))),
        ("theory", NotAPart::Weight("theory".to_owned())),
        ("theory=half", NotAPart::Weight("theory=half".to_owned())),
        ("theory=101", NotAPart::Weight("theory=101".to_owned())),
        ("", NotAPart::Weight(String::new())),
        ("Theory=100", NotAPart::Key("Theory".to_owned())),
        (
            "twenty_five_letters_long_x=100",
            NotAPart::Key("twenty_five_letters_long_x".to_owned()),
        ),
    ];
    for (text, fault) in table {
        assert_eq!(text.parse::<Weights>(), Err(fault), "{text}");
    }
    assert_eq!(
        "a,b,c,d,e".parse::<TieKeys>(),
        Err(NotAPart::TooMany { found: 5 })
    );
    assert_eq!("a,a".parse::<TieKeys>(), Err(NotAPart::Twice(key("a"))));
}

#[test]
fn plan_4_2_stored_parameters_are_the_same_when_read_and_refused_when_wrong() {
    let mut parameters = rule("60%", "draw:2025");
    parameters.tie_keys = "practical,theory".parse().unwrap();
    parameters.seats = Some(50);
    let stored = serde_json::to_string(&parameters).unwrap();
    assert_eq!(
        serde_json::from_str::<Parameters>(&stored).unwrap(),
        parameters
    );
    let usual: Parameters =
        serde_json::from_str(r#"{"ratio":6000,"rounding":"down","weights":[["theory",10000]]}"#)
            .unwrap();
    assert_eq!(
        (usual.ties, usual.counting),
        (Ties::None, Parameters::usual_states())
    );
    let broken = stored.replace(r#"["theory",5000]"#, r#"["theory",4000]"#);
    assert_ne!(broken, stored);
    assert!(serde_json::from_str::<Parameters>(&broken).is_err());
}

#[test]
fn plan_4_2_no_stored_parameter_can_carry_a_cut_score() {
    let stored = serde_json::to_value(rule("60%", "all")).unwrap();
    let fields: Vec<_> = stored
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let known = [
        "approved", "counting", "ratio", "rounding", "seats", "tie_keys", "ties", "weights",
    ];
    assert_eq!(fields, known);
    let smuggled =
        r#"{"ratio":6000,"rounding":"down","weights":[["theory",10000]],"cut_score":70}"#;
    assert!(serde_json::from_str::<Parameters>(smuggled).is_err());
}

#[test]
fn plan_4_2_the_rule_reads_as_a_sentence() {
    let mut parameters = rule("60%", "none");
    let names = PartNames::new([("practical".parse().unwrap(), "技能".to_owned())]);
    assert_eq!(parameters.sentence(&names), "60%，向下取整，同分都不录取");
    parameters.tie_keys = "practical,theory".parse().unwrap();
    parameters.ties = "draw:7".parse().unwrap();
    assert_eq!(
        parameters.sentence(&names),
        "60%，向下取整，同分依次比技能、理论，再相同抽签（种子 7）"
    );
}

#[test]
fn a_total_shows_all_its_decimals_and_at_least_one() {
    let table = [
        (8_800_000, "88.0"),
        (7_850_000, "78.5"),
        (7_564_000, "75.64"),
        (7_012_345, "70.12345"),
        (0, "0.0"),
        (10_000_000, "100.0"),
        (1, "0.00001"),
    ];
    for (units, shown) in table {
        let total = Total::from_units(units).unwrap();
        assert_eq!(total.to_string(), shown);
        if units > 1 {
            assert_eq!(serde_json::to_string(&total).unwrap(), shown);
        }
    }
    assert_eq!(Total::from_units(10_000_001), None);
}

#[test]
fn classes_stand_in_the_order_people_expect() {
    let ordered = [
        "22会计2班",
        "23会计1班",
        "23会计2班",
        "23会计02班",
        "23会计10班",
        "23会计10班A",
        "会计",
    ];
    let mut names = ordered;
    names.reverse();
    names.sort_by(|a, b| natural_order(a, b));
    let rest: Vec<_> = names.iter().filter(|name| !name.contains("02")).collect();
    let expected: Vec<_> = ordered.iter().filter(|name| !name.contains("02")).collect();
    assert_eq!(rest, expected);
}

#[test]
fn plan_4_3_2_a_remark_tells_why_someone_did_not_sit() {
    let table = [
        ("缺考", Some(Absence::Missed)),
        ("病假，已办缓考", Some(Absence::Deferred)),
        ("作弊（携带手机）", Some(Absence::Cheated)),
        ("违纪", Some(Absence::Breach)),
        ("请假", Some(Absence::OnLeave)),
        ("补录", None),
        ("", None),
    ];
    for (remark, absence) in table {
        assert_eq!(Absence::in_remark(remark), absence, "{remark}");
    }
}
