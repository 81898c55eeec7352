//! The computed result from every side: nothing sets the cut score, everybody sees what is theirs.

use super::*;

/// Names under which a cut score could hide.
fn sets_a_cut(name: &str) -> bool {
    let name = name.to_lowercase();
    ["cut", "line", "pass", "threshold", "分数线"]
        .iter()
        .any(|word| name.contains(word))
        && !name.contains("deadline")
        && !name.contains("password")
}

#[tokio::test]
async fn plan_4_3_2_no_field_no_form_no_column_sets_the_cut_score() {
    let (school, leader, id) = scored().await;
    let office = school.sign_in(Post::OfficeDirector).await;
    let project = round_of(&school, id).await.project_id;
    let mut forms = vec![
        leader.get("/selection").await,
        leader
            .get(&format!("/projects/{project}/selection/new"))
            .await,
        leader.get(&format!("/selection/{id}/scores")).await,
        leader.get(&format!("/selection/{id}/seal")).await,
        leader.get(&format!("/selection/{id}")).await,
    ];
    // A cut score sent along with everything else changes nothing.
    let form = leader.get(&format!("/selection/{id}/seal")).await;
    let wish = [
        ("cut", "10"),
        ("cut_score", "10"),
        ("line", "10"),
        ("ratio", "100%"),
        ("chosen", "9"),
    ];
    let with_wish = |form: &Page| {
        let mut fields = vec![
            ("op_id".to_owned(), form.value("op_id")),
            ("version".to_owned(), form.value("version")),
        ];
        fields.extend(
            wish.iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        fields
    };
    let fields = with_wish(&form);
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    leader
        .post(&format!("/selection/{id}/seal"), &fields)
        .await
        .location();
    forms.push(office.get(&format!("/selection/{id}")).await);
    for act in ["confirm", "publish"] {
        let form = office.get(&format!("/selection/{id}/{act}")).await;
        let fields = with_wish(&form);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        office
            .post(&format!("/selection/{id}/{act}"), &fields)
            .await
            .location();
        forms.push(form);
    }
    let page = office
        .get(&format!("/selection/{id}?cut=10&cut_score=10"))
        .await;
    assert!(
        page.text(".state").contains("第 5 名 75.0 分"),
        "{}",
        page.text(".state")
    );
    forms.push(page);
    for page in &forms {
        for name in page.attributes("input, select, textarea, button", "name") {
            assert!(!sets_a_cut(&name), "{name}");
        }
    }
    // No address of the program is for it, and no column keeps one that was put in.
    for route in listed_routes(&school.app) {
        assert!(!sets_a_cut(route.path), "{}", route.path);
        if route.path.contains("selection") {
            assert!(matches!(route.access, Access::Needs(_)), "{}", route.path);
        }
    }
    let columns = store::selection::round::Column::iter().map(|column| column.as_str().to_owned());
    let columns = columns
        .chain(store::selection::entry::Column::iter().map(|column| column.as_str().to_owned()));
    assert_eq!(
        columns
            .filter(|column| sets_a_cut(column))
            .collect::<Vec<_>>(),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn plan_4_2_the_result_can_be_looked_at_from_every_side() {
    let (school, leader, id) = scored().await;
    seal(&leader, id).await.location();
    let head = school.sign_in(Post::LeadingGroupHead).await;
    let page = head.get(&format!("/selection/{id}")).await;
    assert_eq!(page.text("svg.chart title"), "总分的分布");
    assert!(
        page.text("svg.chart desc")
            .contains("参加 8 人，分数线 75.0 分。录取 5 人，未录取 3 人")
    );
    assert!(page.text("svg.chart[role=img]").contains("分数线 75.0 分"));
    assert_eq!(page.texts("details table tbody tr").len(), 21);
    assert_eq!(
        page.texts("section[aria-labelledby=whatif] thead th"),
        ["比例", "55%", "60%（方案）", "65%"]
    );
    assert!(
        !page.has("section[aria-labelledby=whatif] input"),
        "to look at only"
    );
    assert!(
        page.text("section[aria-labelledby=byclass]")
            .contains("没有零录取的班")
    );
    let of = |query: &str| format!("/selection/{id}?{query}");
    let rows = |page: &Page| page.texts("section[aria-labelledby=names] tbody tr").len();
    assert_eq!(rows(&head.get(&of("verdict=absent")).await), 1);
    assert_eq!(rows(&head.get(&of("verdict=chosen")).await), 5);
    assert_eq!(rows(&head.get(&of("at=cut")).await), 2);
    assert!(
        head.get(&of("verdict=chosen&class=999999"))
            .await
            .has(".empty")
    );
    let paper = head.get(&format!("/selection/{id}/print")).await;
    assert_eq!(paper.texts("tbody tr").len(), 5);
    assert!(paper.text(".center").contains("还不是正式名单"));
    assert!(
        paper.text("tbody").contains('*'),
        "names are covered on a public list"
    );
    let sheet = head
        .get(&format!("/selection/{id}/export?verdict=chosen"))
        .await;
    assert_eq!(sheet.status, StatusCode::OK);
    let mut book =
        calamine::open_workbook_from_rs::<calamine::Xlsx<_>, _>(std::io::Cursor::new(sheet.bytes))
            .unwrap();
    let range = calamine::Reader::worksheet_range_at(&mut book, 0)
        .unwrap()
        .unwrap();
    // Title, filter, header, five rows.
    assert_eq!(range.height(), 8);
    assert_eq!(range.get((3, 6)).unwrap().to_string(), "90");
}

#[tokio::test]
async fn what_waits_is_on_the_desk_of_the_one_who_can_do_it() {
    let (school, leader, id) = scored().await;
    assert!(
        leader
            .get("/selection")
            .await
            .text(".tbl")
            .contains("录入成绩")
    );
    seal(&leader, id).await.location();
    let office = school.sign_in(Post::OfficeClerk).await;
    let list = office.get("/selection").await;
    assert!(
        list.text(".tbl").contains("确认结果"),
        "{}",
        list.text(".tbl")
    );
    assert!(
        list.text(".tbl")
            .contains("基数 9，录取 5，未录取 3，缺考 1")
    );
    assert!(
        leader
            .get("/selection")
            .await
            .text(".tbl")
            .contains("等培训就业处确认")
    );
}
