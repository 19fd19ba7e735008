//! Marks on a white picture, looked at pixel by pixel.

use super::*;

const WHITE: [u8; 3] = [255, 255, 255];

fn white(width: u32, height: u32) -> Picture {
    Picture { width, height, rgba: vec![255; width as usize * height as usize * 4] }
}

fn pixel(picture: &Picture, x: u32, y: u32) -> [u8; 3] {
    let at = (y as usize * picture.width as usize + x as usize) * 4;
    assert_eq!(picture.rgba[at + 3], 255, "nothing is let through");
    [picture.rgba[at], picture.rgba[at + 1], picture.rgba[at + 2]]
}

fn mark(bounds: [f32; 4], label: &str, tone: Tone) -> Mark {
    Mark { bounds, label: label.to_owned(), tone }
}

fn count(picture: &Picture, colour: [u8; 3]) -> usize {
    picture.rgba.chunks_exact(4).filter(|pixel| pixel[..3] == colour).count()
}

#[test]
fn the_edge_of_a_box_has_its_colour_and_what_is_inside_stays() {
    for (tone, other) in [(Tone::Document, Tone::Line), (Tone::OtherLine, Tone::Doubtful)] {
        let mut picture = white(200, 200);
        draw(&mut picture, 2.0, &[mark([40.0, 50.0, 60.0, 60.0], "", tone)]);
        // Two pixels a point, a point of margin: from 78 to 122 across, from 98 to 122 down, drawn outwards.
        for (x, y) in [(77, 97), (77, 110), (122, 110), (100, 97), (100, 122), (122, 122)] {
            assert_eq!(pixel(&picture, x, y), tone.colour(), "at {x}, {y}");
        }
        for (x, y) in [(78, 98), (100, 110), (121, 121), (76, 110), (124, 110)] {
            assert_eq!(pixel(&picture, x, y), WHITE, "at {x}, {y}");
        }
        assert_eq!(count(&picture, other.colour()), 0);
    }
}

#[test]
fn a_box_that_reaches_past_the_page_is_cut_and_one_beside_it_is_not_drawn() {
    let mut picture = white(100, 60);
    draw(&mut picture, 1.0, &[mark([-50.0, 20.0, 500.0, 30.0], "wide", Tone::Line)]);
    assert_eq!(pixel(&picture, 0, 18), Tone::Line.colour());
    assert_eq!(pixel(&picture, 99, 31), Tone::Line.colour());
    assert_eq!(pixel(&picture, 99, 25), WHITE, "its right edge is outside");
    let beside = [
        [150.0, 0.0, 160.0, 10.0],
        [-20.0, -20.0, -5.0, -5.0],
        [f32::MAX, f32::MAX, f32::MAX, f32::MAX],
        [0.0, 1e30, 10.0, 2e30],
    ];
    let mut picture = white(100, 60);
    draw(&mut picture, 1.0, &beside.map(|bounds| mark(bounds, "beside", Tone::Doubtful)));
    assert_eq!(picture, white(100, 60));
}

#[test]
fn bounds_that_are_no_numbers_and_pictures_without_pixels_harm_nothing() {
    let mut picture = white(10, 10);
    draw(&mut picture, f32::INFINITY, &[mark([f32::NAN, 0.0, f32::INFINITY, 5.0], "a", Tone::Line)]);
    let mut none = white(0, 0);
    draw(&mut none, 1.0, &[mark([0.0, 0.0, 5.0, 5.0], "a", Tone::Line)]);
    assert_eq!(none, white(0, 0));
}

#[test]
fn a_name_stands_above_its_box_in_white_on_its_colour() {
    let mut picture = white(200, 100);
    draw(&mut picture, 1.0, &[mark([20.0, 50.0, 120.0, 60.0], "il", Tone::Document)]);
    // The box begins at 19, 49; the plate is 13 by 9 dots and stands on it.
    assert_eq!(pixel(&picture, 19, 40), Tone::Document.colour());
    assert_eq!(pixel(&picture, 22, 41), WHITE, "the dot of the i");
    assert_eq!(pixel(&picture, 22, 42), Tone::Document.colour(), "the gap below it");
    assert_eq!(pixel(&picture, 19, 39), WHITE, "nothing above the plate");
    let letters: u32 = "il".chars().flat_map(letters::rows).map(u8::count_ones).sum();
    let plate = (40..49).flat_map(|y| (19..32).map(move |x| (x, y)));
    let shown = plate.filter(|(x, y)| pixel(&picture, *x, *y) == WHITE).count();
    assert_eq!(shown, letters as usize);
}

#[test]
fn a_name_at_the_upper_edge_goes_beside_and_no_name_hides_another() {
    let mut picture = white(200, 100);
    draw(&mut picture, 1.0, &[mark([20.0, 2.0, 40.0, 10.0], "top", Tone::Line)]);
    // The box ends at 41; the plate is as high as nine dots and stands at its middle.
    assert_eq!(pixel(&picture, 45, 1), Tone::Line.colour());
    assert_eq!(pixel(&picture, 45, 9), Tone::Line.colour());
    assert_eq!(pixel(&picture, 45, 10), WHITE);
    let whole = Cut { x0: 0, y0: 0, x1: 200, y1: 100 };
    let cut = Cut { x0: 40, y0: 50, x1: 80, y1: 60 };
    let mut taken = Vec::new();
    while let Some(found) = place(&white(200, 100), &cut, "name", 1, &[], &taken) {
        assert!(found.is_within(&whole) && !taken.iter().any(|other: &Cut| other.meets(&found)));
        taken.push(found);
    }
    assert!(taken.len() >= 4, "{taken:?}");
}

#[test]
fn a_name_hides_as_little_ink_as_can_be() {
    let mut picture = white(200, 100);
    let printed = Cut { x0: 0, y0: 30, x1: 200, y1: 50 };
    fill(&mut picture, &printed, [0, 0, 0]);
    // Not a rule that goes all through.
    (0..200).step_by(9).for_each(|x| fill(&mut picture, &Cut { x0: x, x1: x + 1, ..printed }, [255; 3]));
    let cut = Cut { x0: 20, y0: 50, x1: 60, y1: 60 };
    let found = place(&picture, &cut, "name", 1, &[], &[]).unwrap();
    assert!(!found.meets(&printed) && found.x0 == 60, "right of its box: {found:?}");
    let neighbour = mark([0.0; 4], "", Tone::Line);
    let beside = Cut { x0: 60, x1: 90, ..cut };
    let below = place(&picture, &cut, "name", 1, &[(beside, &neighbour)], &[]).unwrap();
    assert_eq!((below.x0, below.y0), (20, 60), "where no other box is either");
    draw(&mut picture, 1.0, &[mark([21.0, 51.0, 59.0, 59.0], "name", Tone::Line)]);
    assert_eq!(pixel(&picture, 100, 40), [0, 0, 0], "no plate is on the print");
    assert_eq!(pixel(&picture, 60, 51), Tone::Line.colour());
}

#[test]
fn a_name_that_would_hide_a_value_is_left_out() {
    let own = Cut { x0: 40, y0: 50, x1: 80, y1: 70 };
    let mark = mark([0.0; 4], "", Tone::Line);
    let around = |(x, y): (i64, i64)| Cut { x0: x * 40, y0: y * 20 + 10, x1: x * 40 + 40, y1: y * 20 + 30 };
    let all: Vec<(i64, i64)> = (-1..5).flat_map(|x| (-1..5).map(move |y| (x, y))).collect();
    let boxes: Vec<(Cut, &Mark)> = all.iter().map(|at| (around(*at), &mark)).collect();
    // Rows without room between them: a name is nine high, three of which may be edges.
    let found = place(&white(200, 100), &own, "name", 2, &boxes, &[]);
    assert_eq!(found, None);
    assert!(place(&white(200, 100), &own, "name", 2, &[(own, &mark)], &[]).is_some());
}

#[test]
fn lines_alternate_and_doubt_outranks_both() {
    let value = trade::ReadValue::structured("1", None, trade::Origin::Read, None);
    let tone = |line, is_doubtful| {
        let values = vec![("amount", &value), ("total", &value)];
        let placed = Placed { page: 1, bounds: [0.0; 4], line, values, is_doubtful };
        let mark = Mark::of(&placed);
        (mark.label, mark.tone)
    };
    assert_eq!(tone(None, false), ("amount = total".to_owned(), Tone::Document));
    assert_eq!(tone(Some(1), false), ("1 amount = total".to_owned(), Tone::Line));
    assert_eq!(tone(Some(2), false).1, Tone::OtherLine);
    assert_eq!(tone(Some(2), true).1, Tone::Doubtful);
    assert_eq!(tone(None, true).1, Tone::Doubtful);
}

#[test]
fn what_all_lines_took_from_one_place_is_one_mark_and_a_unit_stands_with_its_value() {
    let value = trade::ReadValue::structured("1", None, trade::Origin::Read, None);
    let placed = |line, fields: &[&'static str], is_doubtful| Placed {
        page: 1,
        bounds: [1.0, 2.0, 3.0, 4.0],
        line,
        values: fields.iter().map(|field| (*field, &value)).collect(),
        is_doubtful,
    };
    let lines = [1, 2, 3].map(|line| placed(Some(line), &["origin_country"], line == 2));
    let weight = placed(None, &["net_weight.unit", "net_weight.value"], false);
    let alone = placed(Some(1), &["net_weight.unit", "packages"], false);
    let all: Vec<&Placed<'_>> = lines.iter().chain([&weight, &alone]).collect();
    let shown: Vec<(String, Tone)> = marks(&all).into_iter().map(|mark| (mark.label, mark.tone)).collect();
    assert_eq!(
        shown,
        [
            ("lines origin_country".to_owned(), Tone::Doubtful),
            ("net_weight".to_owned(), Tone::Document),
            ("1 net_weight.unit = packages".to_owned(), Tone::Line),
        ]
    );
}
