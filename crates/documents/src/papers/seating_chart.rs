//! 座次表 (plan 4.3.2, 6.5): the seats of rooms as seen from the lectern, with the seed they were drawn from and how
//! far the rule for neighbours is met.

use chrono::NaiveDate;
use serde::Serialize;

use super::engine::{Template, print};
use super::{CheckCode, Sitting, Unprintable};

const TITLE: &str = "考场座次表";

/// One page for each room.
#[derive(Clone, Debug)]
pub struct SeatingCharts {
    pub school: String,
    pub rooms: Vec<SeatingChart>,
    pub printed_on: NaiveDate,
}

/// One room.
#[derive(Clone, Debug)]
pub struct SeatingChart {
    pub sitting: Sitting,
    /// 第01考场.
    pub room: String,
    pub place: String,
    /// Front row first; each row from the left as one sees it from the lectern.
    pub rows: Vec<Vec<Spot>>,
    /// After which columns there is an aisle, counted from 1.
    pub aisles: Vec<usize>,
    pub corners: Corners,
    /// What the seats were drawn from.
    pub seed: String,
    /// How many of the seats have no neighbour of the same class.
    pub apart: usize,
    pub code: Option<CheckCode>,
}

/// Doors, cameras and the like in the corners of the room; empty where there is nothing to say.
#[derive(Clone, Debug, Default)]
pub struct Corners {
    pub front_left: String,
    pub front_right: String,
    pub back_left: String,
    pub back_right: String,
}

/// One machine or table.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Spot {
    Taken(Seat),
    /// A spare machine: 备用01.
    Spare {
        seat: String,
    },
    Unused,
}

/// Who sits there.
#[derive(Clone, Debug, Serialize)]
pub struct Seat {
    pub seat: String,
    pub name: String,
    pub class: String,
    /// Ticket or school number.
    pub number: String,
}

#[derive(Serialize)]
struct View<'a> {
    title: &'static str,
    school: &'a str,
    rooms: Vec<RoomView<'a>>,
}

#[derive(Serialize)]
struct RoomView<'a> {
    heading: Vec<String>,
    corners: [&'a str; 4],
    rows: Vec<Vec<&'a Spot>>,
    aisles: Vec<usize>,
    seeded: String,
    code: Option<&'a CheckCode>,
}

impl<'a> RoomView<'a> {
    fn of(chart: &'a SeatingChart) -> Self {
        let spots = || chart.rows.iter().flatten();
        let taken = spots()
            .filter(|spot| matches!(spot, Spot::Taken(_)))
            .count();
        let spare = spots()
            .filter(|spot| matches!(spot, Spot::Spare { .. }))
            .count();
        let columns = chart.rows.iter().map(Vec::len).max().unwrap_or_default();
        let place = [&chart.sitting.subject, &chart.room, &chart.place];
        let mut heading: Vec<String> = place
            .into_iter()
            .cloned()
            .chain(chart.sitting.when())
            .collect();
        heading.push(format!("应考{taken}人"));
        if spare > 0 {
            heading.push(format!("备用机{spare}台"));
        }
        let met = if chart.apart == taken {
            format!("{taken}座全部满足")
        } else {
            format!("{taken}座中{}座满足", chart.apart)
        };
        let corners = &chart.corners;
        let filled = |row: &'a Vec<Spot>| {
            let short = columns - row.len();
            row.iter()
                .chain(std::iter::repeat_n(&Spot::Unused, short))
                .collect()
        };
        Self {
            heading,
            corners: [
                &corners.front_left,
                &corners.front_right,
                &corners.back_left,
                &corners.back_right,
            ],
            rows: chart.rows.iter().map(filled).collect(),
            aisles: chart
                .aisles
                .iter()
                .copied()
                .filter(|after| *after < columns)
                .collect(),
            seeded: format!(
                "座次由种子 {} 生成，可复算；相邻座位不同班：{met}。",
                chart.seed
            ),
            code: chart.code.as_ref(),
        }
    }
}

fn view(charts: &SeatingCharts) -> Result<View<'_>, Unprintable> {
    let seated = |chart: &SeatingChart| chart.rows.iter().any(|row| !row.is_empty());
    if charts.rooms.is_empty() || !charts.rooms.iter().all(seated) {
        return Err(Unprintable::Empty(TITLE));
    }
    Ok(View {
        title: TITLE,
        school: &charts.school,
        rooms: charts.rooms.iter().map(RoomView::of).collect(),
    })
}

/// The charts, a page for each room.
pub fn seating_charts(charts: &SeatingCharts) -> Result<Vec<u8>, Unprintable> {
    print(Template::SeatingChart, &view(charts)?, charts.printed_on)
}

#[cfg(test)]
pub(super) fn laid(charts: &SeatingCharts) -> Result<super::Laid, Unprintable> {
    super::engine::laid(Template::SeatingChart, &view(charts)?)
}
