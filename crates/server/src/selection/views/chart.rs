//! The histogram as numbers for an SVG: coordinates in tenths of a pixel, counted in integers, so that the
//! same result is the same picture on the screen and on paper.

use domain::selection::{Histogram, Outcome};

const LEFT: i64 = 400;
const FIRST_BAR: i64 = 470;
const ROOM: i64 = 6006;
const WIDEST: i64 = 400;
const RIGHT: i64 = 6520;
const FLOOR: i64 = 2070;
const TALLEST: i64 = 1536;
/// Between two bars.
const GAP: i64 = 20;
/// What a label of a dozen characters takes.
const LABEL_WIDTH: i64 = 1700;
/// Where the label of the tie may stand at the highest: below those of the cut line.
const LABEL_TOP: i64 = 560;

/// A rectangle.
pub(crate) struct Bar {
    pub(crate) class: &'static str,
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) width: String,
    pub(crate) height: String,
}

/// A line of text at a place.
pub(crate) struct Label {
    pub(crate) class: &'static str,
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) anchor: &'static str,
    pub(crate) text: String,
}

/// A bin in words, for the table under the picture.
pub(crate) struct BinRow {
    pub(crate) range: String,
    pub(crate) chosen: u32,
    pub(crate) not_chosen: u32,
    pub(crate) tied: bool,
}

/// Everything the template draws.
pub(crate) struct Chart {
    pub(crate) description: String,
    pub(crate) grid: Vec<String>,
    pub(crate) bars: Vec<Bar>,
    /// X of the cut line.
    pub(crate) cut: Option<String>,
    /// The line from the tie's label to its bin.
    pub(crate) lead: Option<String>,
    pub(crate) texts: Vec<Label>,
    pub(crate) rows: Vec<BinRow>,
}

/// The scale of one picture.
struct Scale {
    pitch: i64,
    tallest: i64,
}

impl Scale {
    fn of(histogram: &Histogram) -> Self {
        let bins = i64::try_from(histogram.bins.len()).unwrap_or(1).max(1);
        Self {
            pitch: (ROOM / bins).min(WIDEST),
            tallest: i64::from(histogram.tallest).max(1),
        }
    }

    fn x(&self, bin: usize) -> i64 {
        FIRST_BAR + self.pitch * i64::try_from(bin).unwrap_or_default()
    }

    fn height(&self, people: u32) -> i64 {
        i64::from(people) * TALLEST / self.tallest
    }

    const fn width(&self) -> i64 {
        self.pitch - GAP
    }
}

/// A coordinate: "47.0".
fn px(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, (tenths % 10).abs())
}

impl Chart {
    /// `None` when nobody sat.
    pub(crate) fn of(outcome: &Outcome) -> Option<Self> {
        let histogram = domain::selection::histogram(outcome);
        if histogram.bins.is_empty() {
            return None;
        }
        let scale = Scale::of(&histogram);
        let mut chart = Self {
            description: describe(outcome),
            grid: Vec::new(),
            bars: Vec::new(),
            cut: None,
            lead: None,
            texts: Vec::new(),
            rows: rows(&histogram),
        };
        chart.draw_grid(&scale);
        chart.draw_bars(&histogram, &scale);
        chart.label_axis(&histogram, &scale);
        chart.draw_cut(&histogram, outcome, &scale);
        chart.label_tie(&histogram, outcome, &scale);
        Some(chart)
    }

    fn write(
        &mut self,
        class: &'static str,
        (x, y): (i64, i64),
        anchor: &'static str,
        text: impl Into<String>,
    ) {
        self.texts.push(Label {
            class,
            x: px(x),
            y: px(y),
            anchor,
            text: text.into(),
        });
    }

    fn draw_grid(&mut self, scale: &Scale) {
        self.write("soft", (340, 100), "end", "人数");
        self.write("soft", (340, FLOOR + 40), "end", "0");
        let steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
        let step = steps
            .into_iter()
            .find(|step| scale.tallest / step <= 5)
            .unwrap_or(5000);
        let mut people = step;
        while people <= scale.tallest {
            let y = FLOOR - people * TALLEST / scale.tallest;
            self.grid
                .push(format!("M{} {}H{}", px(LEFT), px(y), px(RIGHT)));
            self.write("soft", (340, y + 40), "end", people.to_string());
            people += step;
        }
    }

    fn draw_bars(&mut self, histogram: &Histogram, scale: &Scale) {
        for (number, bin) in (0..).zip(&histogram.bins) {
            let (out, chosen) = (scale.height(bin.not_chosen), scale.height(bin.chosen));
            let mut bar = |class, top: i64, height: i64| {
                if height > 0 {
                    let (x, width) = (px(scale.x(number)), px(scale.width()));
                    self.bars.push(Bar {
                        class,
                        x,
                        y: px(top),
                        width,
                        height: px(height),
                    });
                }
            };
            bar("bar-out", FLOOR - out, out);
            bar("bar-in", FLOOR - out - chosen, chosen);
            if bin.tied {
                bar("bar-tie", FLOOR - out - chosen, out + chosen);
            }
        }
    }

    /// Both ends and every ten points between them, as long as the numbers keep apart.
    fn label_axis(&mut self, histogram: &Histogram, scale: &Scale) {
        let (Some(first), Some(last)) = (histogram.bins.first(), histogram.bins.last()) else {
            return;
        };
        let (from, to) = (first.from, last.from + 2);
        self.write(
            "soft",
            (scale.x(0), FLOOR + 160),
            "middle",
            from.to_string(),
        );
        for (number, bin) in (0..).zip(&histogram.bins) {
            if bin.from % 10 == 0 && bin.from >= from + 4 && bin.from + 4 <= to {
                self.write(
                    "soft",
                    (scale.x(number), FLOOR + 160),
                    "middle",
                    bin.from.to_string(),
                );
            }
        }
        self.write(
            "soft",
            (scale.x(histogram.bins.len()).min(RIGHT - 90), FLOOR + 160),
            "middle",
            to.to_string(),
        );
        self.write("soft", (RIGHT, FLOOR + 330), "end", "总分（每格 2 分）");
    }

    fn draw_cut(&mut self, histogram: &Histogram, outcome: &Outcome, scale: &Scale) {
        let (Some(cut), Some(at)) = (histogram.cut, histogram.cut_at) else {
            return;
        };
        let x = FIRST_BAR + i64::from(at) * scale.pitch / 100;
        self.cut = Some(px(x));
        let line = format!("分数线 {cut} 分");
        let (chosen, out) = (outcome.chosen(), outcome.not_chosen());
        let (right, left) = (format!("录取 {chosen} 人 →"), format!("← 未录取 {out} 人"));
        if x + LABEL_WIDTH > RIGHT {
            // No room beyond the line: everything stands before it.
            self.write("strong", (x - 70, 220), "end", line);
            self.write("soft", (x - 70, 380), "end", format!("{left}，{right}"));
        } else if x - LABEL_WIDTH < LEFT {
            self.write("strong", (x + 70, 220), "start", line);
            self.write("soft", (x + 70, 380), "start", format!("{left}，{right}"));
        } else {
            self.write("strong", (x + 70, 220), "start", line);
            self.write("", (x + 70, 380), "start", right);
            self.write("soft", (x - 70, 380), "end", left);
        }
    }

    /// The label stands left of the bin, above the bars it passes, with a line to the bin's top.
    fn label_tie(&mut self, histogram: &Histogram, outcome: &Outcome, scale: &Scale) {
        let Some(edge) = outcome.edge() else { return };
        let Some(number) = histogram.bins.iter().position(|bin| bin.tied) else {
            return;
        };
        let top = |bin: &domain::selection::Bin| FLOOR - scale.height(bin.chosen + bin.not_chosen);
        let Some(tie) = histogram.bins.get(number) else {
            return;
        };
        let bin = scale.x(number);
        let end = (bin - 480).max(LEFT + LABEL_WIDTH);
        let passed = (0..).zip(&histogram.bins).filter(|(at, _)| {
            let left = scale.x(*at);
            left < end && left + scale.width() > end - LABEL_WIDTH
        });
        let above = passed.map(|(_, bin)| top(bin) - 100).min().unwrap_or(FLOOR);
        let y = above.min(top(tie)).max(LABEL_TOP);
        let words = format!(
            "{} 分并列 {} 人，取 {} 人",
            edge.total, edge.same_total, edge.same_total_chosen
        );
        self.write("", (end, y + 10), "end", words);
        self.lead = Some(format!(
            "M{} {}L{} {}",
            px(end + 40),
            px(y - 30),
            px(bin + 80),
            px(top(tie) + 26)
        ));
    }
}

/// What the picture shows, for whoever does not see it.
fn describe(outcome: &Outcome) -> String {
    let cut = outcome.cut().map_or_else(
        || "没有人录取，所以没有分数线".to_owned(),
        |cut| format!("分数线 {cut} 分"),
    );
    let tie = outcome.edge().map_or_else(String::new, |edge| {
        format!(
            "；{} 分并列 {} 人，取 {} 人",
            edge.total, edge.same_total, edge.same_total_chosen
        )
    });
    let (sat, chosen, out) = (outcome.sat(), outcome.chosen(), outcome.not_chosen());
    format!("参加 {sat} 人，{cut}。录取 {chosen} 人，未录取 {out} 人{tie}。")
}

fn rows(histogram: &Histogram) -> Vec<BinRow> {
    let row = |bin: &domain::selection::Bin| BinRow {
        range: if bin.from == 98 {
            "98 ～ 100 分".to_owned()
        } else {
            format!("{} ～ {}.9 分", bin.from, bin.from + 1)
        },
        chosen: bin.chosen,
        not_chosen: bin.not_chosen,
        tied: bin.tied,
    };
    histogram.bins.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use domain::selection::{Candidate, Parameters, select};

    use super::*;

    fn chart(totals: &[&str], ratio: &str) -> Chart {
        let parts = |text: &str| {
            [("theory".parse().unwrap(), text.parse().unwrap())]
                .into_iter()
                .collect()
        };
        let candidates: Vec<Candidate> = (0..)
            .zip(totals)
            .map(|(n, total)| Candidate {
                number: format!("{n:04}").into(),
                name: String::new(),
                class: String::new(),
                marks: parts(total),
                absence: None,
            })
            .collect();
        let rule = Parameters::new(ratio.parse().unwrap(), "theory=100".parse().unwrap());
        Chart::of(&select(&candidates, &rule)).unwrap()
    }

    #[test]
    fn plan_4_2_bars_cut_line_and_tie_stand_where_the_totals_are() {
        let chart = chart(&["90", "71.5", "71.5", "60", "50"], "40%");
        // 50 to 91 in bins of two: 21 bins; one chosen, two tied out, two below.
        assert_eq!(chart.rows.len(), 21);
        let of = |class: &str| chart.bars.iter().filter(|bar| bar.class == class).count();
        assert_eq!((of("bar-in"), of("bar-out"), of("bar-tie")), (1, 3, 1));
        assert!(
            chart.description.contains("71.5 分并列 2 人，取 0 人"),
            "{}",
            chart.description
        );
        assert!(chart.lead.is_some());
    }

    #[test]
    fn no_label_leaves_the_picture_wherever_the_cut_falls() {
        for (totals, ratio) in [
            (&["99", "98", "20", "10"][..], "25%"),
            (&["99", "98", "20", "10"], "100%"),
            (&["50"], "100%"),
        ] {
            let chart = chart(totals, ratio);
            for text in &chart.texts {
                let x: f32 = text.x.parse().unwrap();
                assert!((20.0..=652.0).contains(&x), "{} at {}", text.text, text.x);
            }
            assert!(chart.cut.is_some());
        }
    }
}
