use super::super::{Absence, canonical_text, seal};
use super::{missed, sat};

#[test]
fn plan_4_3_2_the_seal_is_of_a_documented_text() {
    let candidates = vec![sat("02\t", "78.5", "80"), missed("01", Absence::Missed)];
    let text = "onex-scores 1\n01\tmissed\n02\\t\t-\tpractical=800\ttheory=785\n";
    assert_eq!(canonical_text(&candidates), text);
    let sealed = seal(&candidates);
    assert_eq!(sealed.as_str().len(), 64);
    assert_eq!(
        sealed.short(),
        format!("{}…{}", &sealed.as_str()[..4], &sealed.as_str()[60..])
    );
}

#[test]
fn plan_4_3_2_a_changed_score_breaks_the_seal_and_a_changed_order_does_not() {
    let mut candidates = vec![
        sat("01", "70", "80"),
        sat("02", "60", "60"),
        missed("03", None),
    ];
    let sealed = seal(&candidates);
    candidates.reverse();
    candidates[0].name = "改名".to_owned();
    candidates[2].marks = candidates[2]
        .marks
        .iter()
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    assert_eq!(seal(&candidates), sealed);
    let changed = [
        vec![
            sat("01", "70", "80.1"),
            sat("02", "60", "60"),
            missed("03", None),
        ],
        vec![
            sat("01", "80", "70"),
            sat("02", "60", "60"),
            missed("03", None),
        ],
        vec![
            sat("01", "70", "80"),
            sat("02", "60", "60"),
            missed("03", Absence::Missed),
        ],
        vec![sat("01", "70", "80"), sat("02", "60", "60")],
    ];
    for candidates in changed {
        assert_ne!(seal(&candidates), sealed);
    }
}
