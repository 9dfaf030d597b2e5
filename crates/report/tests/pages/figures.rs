//! Figures: what each says, and what it refuses.

use crate::example::{ages, calls, caption, precision_forest, rows, strip};
use report::Error;
use report::figure::{
    Axis, Role, Series, Size, calls_by_reader, forest, histogram, interval_strip,
};

const SIZE: Size = Size { width: 270, height: 64 };

fn axis() -> Axis {
    Axis { low: 0.0, high: 1.0, label: "share".into() }
}

/// Returns the numbers behind `name="` in the text.
fn numbers(svg: &str, name: &str) -> Vec<f64> {
    svg.split(&format!(" {name}=\""))
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse().unwrap())
        .collect()
}

#[test]
fn the_same_facts_draw_the_same_figure() {
    assert_eq!(strip(), strip());
    assert_eq!(ages(), ages());
}

#[test]
fn a_figure_says_in_words_what_it_shows() {
    for svg in [strip(), ages(), precision_forest()] {
        let text = svg.as_str();
        assert!(text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\""));
        assert!(text.contains(&format!("<title>{}</title>", svg.caption().title)));
        assert!(text.contains("<desc>invented numbers</desc>"));
        assert!(text.contains("font-family=\"Inter, &apos;DejaVu Sans&apos;, sans-serif\""));
        assert!(text.trim_end().ends_with("</svg>"));
    }
}

#[test]
fn a_value_stands_where_its_axis_says() {
    // 270 pixels with 4 at each side: 0.5 is in the middle, at 135 pixels or 1350 steps.
    let row = rows([(0.5, 0.25, 0.75); 3], false).remove(0);
    let svg = interval_strip(&caption("t"), &[row], None, &axis(), SIZE).unwrap();
    assert_eq!(numbers(svg.as_str(), "cx"), [1350.0]);
    // 4 + 262 / 4 = 69.5 and 4 + 262 · 3 / 4 = 200.5.
    assert!(svg.as_str().contains("695,") && svg.as_str().contains("2005,"));
}

#[test]
fn a_long_name_is_read_whole_in_a_forest() {
    let long =
        "Obuchowski and Rockette, readers and cases random, covariances by leaving out each case";
    let drawn = |label: &str| {
        let mut row = rows([(0.5, 0.25, 0.75); 3], false).remove(0);
        row.label = label.into();
        forest(&caption("t"), &[row], None, &axis(), 680).unwrap()
    };
    let (one, three) = (drawn("DeLong"), drawn(long));
    for word in long.split(' ') {
        assert!(three.as_str().contains(word), "{word} is not there");
    }
    assert!(one.size().height < three.size().height, "its row is higher");
    let longer = drawn(&long.repeat(3));
    assert!(longer.as_str().contains('\u{2026}'), "four lines are cut, and say so");
    assert_eq!(longer.size().height, three.size().height);
}

#[test]
fn the_yardstick_is_a_band_behind_the_marks() {
    let svg = strip();
    let band = svg.as_str().find("#E3E6EA").expect("the band is drawn");
    let mark = svg.as_str().find("#E69F00").expect("the first generator is orange");
    assert!(band < mark, "what is drawn first lies behind");
    assert!(svg.as_str().contains("real against real"));
}

#[test]
fn the_name_of_the_yardstick_cannot_leave_the_strip() {
    // Held by the end that is near: no font, however wide, pushes it over the edge.
    let cases =
        [((0.97, 1.0), "end", 2700.0), ((0.0, 0.03), "start", 0.0), ((0.4, 0.6), "middle", 1350.0)];
    for (yardstick, anchor, x) in cases {
        let row = rows([(0.5, 0.4, 0.6); 3], false).remove(0);
        let svg = interval_strip(&caption("t"), &[row], Some(yardstick), &axis(), SIZE).unwrap();
        let text = svg.as_str();
        let at = text.find("real against real").expect("the yardstick has a name");
        let tag = &text[text[..at].rfind("<text").unwrap()..at];
        assert!(tag.contains(&format!("text-anchor=\"{anchor}\"")), "{tag}");
        assert_eq!(numbers(tag, "x"), [x]);
    }
}

#[test]
fn no_two_roles_share_color_mark_and_line() {
    let roles: Vec<Role> = std::iter::once(Role::Real).chain((0..6).map(Role::Generator)).collect();
    for (at, one) in roles.iter().enumerate() {
        for other in &roles[at + 1..] {
            assert_ne!(one.icon(), other.icon());
        }
    }
    assert!(Role::Real.icon().as_str().contains("#0072B2"));
    assert!(Role::Generator(0).icon().as_str().contains("#E69F00"));
}

#[test]
fn nothing_is_drawn_from_nothing() {
    let size = Size { width: 480, height: 300 };
    let none = Error::Empty { figure: "t".into() };
    assert_eq!(interval_strip(&caption("t"), &[], None, &axis(), SIZE), Err(none.clone()));
    assert_eq!(forest(&caption("t"), &[], None, &axis(), 600), Err(none.clone()));
    assert_eq!(histogram(&caption("t"), &[], "x", size), Err(none.clone()));
    assert_eq!(calls_by_reader(&caption("t"), &[], 600), Err(none));
}

#[test]
fn what_has_no_place_is_refused_by_name() {
    let mut row = rows([(0.5, 0.2, 0.8); 3], false).remove(0);
    row.value = f64::INFINITY;
    let refused = interval_strip(&caption("t"), &[row.clone()], None, &axis(), SIZE);
    assert_eq!(refused, Err(Error::NotFinite { label: "A".into(), value: f64::INFINITY }));
    row.value = 0.5;
    let flat = Axis { low: 1.0, high: 1.0, label: String::new() };
    assert_eq!(
        interval_strip(&caption("t"), &[row], None, &flat, SIZE),
        Err(Error::Axis { low: 1.0, high: 1.0 })
    );
}

#[test]
fn too_many_rows_for_the_height_are_refused() {
    let many: Vec<_> = (0..4).flat_map(|_| rows([(0.5, 0.2, 0.8); 3], false)).collect();
    let refused = interval_strip(&caption("t"), &many, None, &axis(), SIZE);
    assert_eq!(refused, Err(Error::TooSmall { width: 270, height: 64, rows: 12 }));
}

#[test]
fn bars_of_calls_have_the_lengths_of_their_shares() {
    let mut row = calls().remove(0);
    row.counts = [1, 0, 0, 0, 0, 3];
    let svg = calls_by_reader(&caption("t"), &[row], 600).unwrap();
    // The widths of the parts, each 0.8 pixels short of its share to leave a gap.
    let widths: Vec<f64> = svg
        .as_str()
        .lines()
        .filter(|line| {
            line.starts_with("<rect") && (line.contains("#0072B2") || line.contains("#E69F00"))
        })
        .filter(|line| numbers(line, "height") == [170.0])
        .map(|line| numbers(line, "width")[0] + 8.0)
        .collect();
    assert_eq!(widths.len(), 2);
    assert!((widths[1] / widths[0] - 3.0).abs() < 0.02, "{widths:?}");
}

#[test]
fn the_shares_of_a_histogram_start_at_zero() {
    let series = [Series { label: "s".into(), values: vec![1.0, 2.0, 2.0, 3.0], role: Role::Real }];
    let svg = histogram(&caption("t"), &series, "x", Size { width: 480, height: 300 }).unwrap();
    // The outline begins and ends on the base, 44 pixels above the lower edge.
    let outline = svg.as_str().lines().find(|l| {
        l.starts_with("<polyline")
            && l.contains("stroke-width=\"20\"")
            && l.matches(',').count() > 4
    });
    let points = outline.unwrap().split("points=\"").nth(1).unwrap();
    let ys: Vec<&str> = points.split(['"', ' ']).filter_map(|p| p.split(',').nth(1)).collect();
    assert_eq!((ys[0], ys[ys.len() - 1]), ("2560", "2560"));
}
