//! Templates of notes.
//!
//! Owns filling in what Obsidian's core templates know: `{{title}}`, `{{date}}`, `{{time}}`, each of
//! the last two with a format of its own behind a colon. Must not know where templates lie.
//!
//! The letters of formats are those of Moment, as Obsidian's help page names them.

use hisho_domain::english::{MONTHS, WEEKDAYS, nth};
use jiff::civil::DateTime;

use crate::settings::TemplateStyle;

/// In which language days and months are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    English,
    Japanese,
}

/// Fills in a template for a note of this title. What it does not know stays as it is.
pub fn fill(template: &str, title: &str, now: DateTime, style: &TemplateStyle, names: Names) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find("{{") {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find("}}") else { break };
        let inner = &rest[2..close];
        let (word, own) = match inner.split_once(':') {
            Some((word, format)) => (word, Some(format.trim()).filter(|format| !format.is_empty())),
            None => (inner, None),
        };
        match (word.trim().to_ascii_lowercase().as_str(), own) {
            ("title", None) => out.push_str(title),
            ("date", own) => out.push_str(&format(now, own.unwrap_or(&style.date), names)),
            ("time", own) => out.push_str(&format(now, own.unwrap_or(&style.time), names)),
            _ => {
                // Perhaps another pair begins within this one.
                out.push_str("{{");
                rest = &rest[2..];
                continue;
            }
        }
        rest = &rest[close + 2..];
    }
    out.push_str(rest);
    out
}

/// Longer letters first, so that none is taken for a shorter one.
const LETTERS: [&str; 36] = [
    "YYYY", "GGGG", "gggg", "MMMM", "DDDD", "dddd", "MMM", "DDD", "ddd", "YY", "MM", "Mo", "DD", "Do", "dd", "HH",
    "hh", "mm", "ss", "WW", "Wo", "ww", "wo", "Qo", "M", "D", "d", "E", "H", "h", "m", "s", "W", "w", "Q", "A",
];

/// A time in one of Moment's formats; text in brackets and letters without a meaning stay.
pub fn format(now: DateTime, format: &str, names: Names) -> String {
    let mut out = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if first == '['
            && let Some(close) = rest.find(']')
        {
            out.push_str(&rest[1..close]);
            rest = &rest[close + 1..];
        } else if let Some(letters) = LETTERS.iter().find(|letters| rest.starts_with(*letters)) {
            out.push_str(&part(now, letters, names));
            rest = &rest[letters.len()..];
        } else {
            match first {
                'a' => out.push_str(half(now, names, false)),
                'X' | 'x' => {
                    let zoned = now.to_zoned(jiff::tz::TimeZone::system()).map(|zoned| zoned.timestamp());
                    let at = zoned.map_or(0, |at| if first == 'X' { at.as_second() } else { at.as_millisecond() });
                    out.push_str(&at.to_string());
                }
                other => out.push(other),
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    out
}

fn part(now: DateTime, letters: &str, names: Names) -> String {
    let date = now.date();
    let (iso, local) = (date.iso_week_date(), sunday_week(date));
    let twelve = (now.hour() + 11) % 12 + 1;
    let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    let quarter = (date.month() + 2) / 3;
    let month = usize::try_from(date.month() - 1).unwrap_or(0);
    match letters {
        "YYYY" => format!("{:04}", date.year()),
        "YY" => format!("{:02}", date.year().rem_euclid(100)),
        "GGGG" => format!("{:04}", iso.year()),
        "gggg" => format!("{:04}", local.0),
        "MMMM" => month_name(month, names),
        "MMM" => month_name(month, names).chars().take(if names == Names::English { 3 } else { 4 }).collect(),
        "MM" => format!("{:02}", date.month()),
        "M" => date.month().to_string(),
        "Mo" => counted(i32::from(date.month()), '月', names),
        "DDDD" => format!("{:03}", date.day_of_year()),
        "DDD" => date.day_of_year().to_string(),
        "DD" => format!("{:02}", date.day()),
        "D" => date.day().to_string(),
        "Do" => counted(i32::from(date.day()), '日', names),
        "dddd" => day_name(weekday, names, 9),
        "ddd" => day_name(weekday, names, 3),
        "dd" => day_name(weekday, names, 2),
        "d" => date.weekday().to_sunday_zero_offset().to_string(),
        "E" => date.weekday().to_monday_one_offset().to_string(),
        "HH" => format!("{:02}", now.hour()),
        "H" => now.hour().to_string(),
        "hh" => format!("{twelve:02}"),
        "h" => twelve.to_string(),
        "mm" => format!("{:02}", now.minute()),
        "m" => now.minute().to_string(),
        "ss" => format!("{:02}", now.second()),
        "s" => now.second().to_string(),
        "WW" => format!("{:02}", iso.week()),
        "W" => iso.week().to_string(),
        "Wo" => counted(i32::from(iso.week()), '週', names),
        "ww" => format!("{:02}", local.1),
        "w" => local.1.to_string(),
        "wo" => counted(local.1, '週', names),
        "Q" => quarter.to_string(),
        "Qo" => counted(i32::from(quarter), '期', names),
        "A" => half(now, names, true).to_owned(),
        other => other.to_owned(),
    }
}

fn month_name(month: usize, names: Names) -> String {
    match names {
        Names::English => MONTHS[month].to_owned(),
        Names::Japanese => format!("{}月", month + 1),
    }
}

fn day_name(weekday: usize, names: Names, most: usize) -> String {
    let short = ["月", "火", "水", "木", "金", "土", "日"][weekday];
    match names {
        Names::English => WEEKDAYS[weekday].chars().take(most).collect(),
        Names::Japanese if most > 3 => format!("{short}曜日"),
        Names::Japanese => short.to_owned(),
    }
}

fn half(now: DateTime, names: Names, capital: bool) -> &'static str {
    match (now.hour() < 12, names, capital) {
        (true, Names::Japanese, _) => "午前",
        (false, Names::Japanese, _) => "午後",
        (true, Names::English, true) => "AM",
        (false, Names::English, true) => "PM",
        (true, Names::English, false) => "am",
        (false, Names::English, false) => "pm",
    }
}

fn counted(number: i32, of: char, names: Names) -> String {
    if names == Names::Japanese { format!("{number}{of}") } else { nth(number) }
}

/// Year and week where weeks begin on Sunday and the first holds 1 January, as in both languages.
fn sunday_week(date: jiff::civil::Date) -> (i32, i32) {
    let saturday = date.saturating_add(jiff::Span::new().days(6 - i64::from(date.weekday().to_sunday_zero_offset())));
    (i32::from(saturday.year()), (i32::from(saturday.day_of_year()) - 1) / 7 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> DateTime {
        jiff::civil::date(2026, 11, 1).at(9, 5, 7, 0)
    }

    #[test]
    fn what_is_known_is_filled_in_and_the_rest_stays() {
        let style = TemplateStyle { date: "YYYY/MM/DD".to_owned(), ..TemplateStyle::default() };
        let fill = |text: &str| fill(text, "題 A", at(), &style, Names::English);
        assert_eq!(fill("# {{title}}\n{{date}} {{time}} {{ Date : D MMM }}"), "# 題 A\n2026/11/01 09:05 1 Nov");
        assert_eq!(fill("{{other}} {{ {{title}} {{title:x}} }} {{date"), "{{other}} {{ 題 A {{title:x}} }} {{date");
    }

    #[test]
    fn formats_are_moment_s() {
        for (letters, english, japanese) in [
            ("YYYY-MM-DD HH:mm:ss", "2026-11-01 09:05:07", "2026-11-01 09:05:07"),
            ("dddd ddd dd d E", "Sunday Sun Su 0 7", "日曜日 日 日 0 7"),
            ("MMMM MMM M Mo", "November Nov 11 11th", "11月 11月 11 11月"),
            ("Do h:mm a A", "1st 9:05 am AM", "1日 9:05 午前 午前"),
            ("GGGG-[W]WW gggg ww", "2026-W44 2026 45", "2026-W44 2026 45"),
            ("[on] Q DDDD YY", "on 4 305 26", "on 4 305 26"),
            ("YYYY年M月D日", "2026年11月1日", "2026年11月1日"),
        ] {
            assert_eq!(format(at(), letters, Names::English), english);
            assert_eq!(format(at(), letters, Names::Japanese), japanese);
        }
    }
}
