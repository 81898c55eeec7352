//! What holds for any file.

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_order_of_columns_gives_the_same_rows(order in Just((0..HEADER.len()).collect::<Vec<_>>()).prop_shuffle(), banner in 0_u32..4) {
        let mut rows = students(5);
        rows[2][SEX] = "不详".to_owned();
        rows[3][CLASS] = " ２３会计1班".to_owned();
        let plain = run(&rows, &Known::default(), true);
        let mut grid = sheet(&rows);
        for row in &mut grid.rows {
            row.number += banner;
            row.cells = order.iter().map(|at| row.cells[*at].clone()).collect();
        }
        let above = (1..=banner).map(|number| SheetRow { number, cells: vec![Cell::Text("名册".to_owned())] });
        grid.rows.splice(0..0, above);
        let fixes = Fixes::default();
        let moved = check(Request { file: "", grid: &grid, mapping: None, fixes: &fixes }, &Known::default(), true).unwrap();
        let values = |roster: &Roster| roster.rows.iter().map(|row| row.outcome.clone()).collect::<Vec<_>>();
        prop_assert_eq!(values(&plain), values(&moved));
        prop_assert_eq!(&plain.structure, &moved.structure);
        prop_assert_eq!(plain.report.problems.len(), moved.report.problems.len());
    }

    #[test]
    fn any_cells_at_all_are_answered(cells in prop::collection::vec(prop::collection::vec(".{0,20}", HEADER.len()), 1..6), create: bool) {
        let grid = sheet(&cells);
        let fixes = Fixes::default();
        if let Ok(roster) = check(Request { file: "", grid: &grid, mapping: None, fixes: &fixes }, &school(), create) {
            prop_assert_eq!(roster.report.refused(), roster.report.rows - roster.report.ready);
            for row in roster.rows.iter().filter(|row| row.outcome == Outcome::Refused) {
                prop_assert!(roster.report.errors().any(|problem| problem.row == row.number));
            }
        }
    }
}
