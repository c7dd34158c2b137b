//! What a template of a plan says: a note with the headings under which plans are written into the
//! vault, in any of the languages, read into a plan's content. What stands under other headings is
//! kept as background. Must not know where templates lie, or what day it is unless told.

use hisho_domain::plan::{Cost, Level, Milestone, PlanContent, Risk};
use hisho_domain::settings::Language;
use hisho_domain::{Error, Result, Rule};
use hisho_vault::note::{body_offset, parse};
use hisho_vault::parts::parts;
use hisho_vault::section::heading_key;
use jiff::ToSpan;
use jiff::civil::Date;

use crate::vault::render::{Words, words};

/// A heading that a plan knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Objective,
    Scope,
    Description,
    Milestones,
    Criteria,
    Cost,
    People,
    Needs,
    Dependencies,
    Risks,
    Linked,
}

const LANGUAGES: [Language; 2] = [Language::Ja, Language::En];

/// Whether a note is meant as a plan: its property says so, or it has an objective.
pub(super) fn is_plan(text: &str) -> bool {
    let note = parse(text);
    let says = note.properties.as_ref().and_then(|properties| properties.get("hisho")?.as_str()) == Some("plan");
    says || note.headings.iter().any(|heading| section_of(heading) == Some(Section::Objective))
}

/// What a template says, with days that are told from `today`: `+14d`, `+2w`, `+3m`, or a day. The
/// title is its first heading, or empty. Refused with the field that cannot be read.
pub(super) fn read(text: &str, today: Date) -> Result<PlanContent> {
    let note = parse(text);
    let mut content = PlanContent { title: note.title_heading.clone().unwrap_or_default(), ..PlanContent::default() };
    if let Some(error) = note.properties_error {
        return Err(Error { message: error, ..Error::invalid("properties", Rule::Format) });
    }
    let property = |key: &str| {
        let found = note.properties.as_ref().and_then(|properties| properties.get(key)?.as_str());
        found.map(str::trim).filter(|text| !text.is_empty())
    };
    content.start_on = property("start").map(|text| day("start_on", text, today)).transpose()?;
    content.due_on = property("due").map(|text| day("due_on", text, today)).transpose()?;

    let mut background = Vec::new();
    let mut starts = parts(text).headings;
    let body = body_offset(text);
    background.push(text[body..starts.first().copied().unwrap_or(text.len()).max(body)].trim().to_owned());
    starts.push(text.len());
    for pair in starts.windows(2) {
        let (heading, below) = heading_and_below(&text[pair[0]..pair[1]]);
        match section_of(&heading) {
            Some(section) => put(&mut content, section, below, today)?,
            None if note.title_heading.as_deref() == Some(&heading) => background.push(below.to_owned()),
            None if !below.is_empty() => background.push(format!("### {heading}\n\n{below}")),
            None => {}
        }
    }
    background.insert(0, std::mem::take(&mut content.description));
    background.retain(|text| !text.is_empty());
    content.description = background.join("\n\n");
    Ok(content)
}

/// The words of a heading, and what stands below it. A heading is underlined or begins with signs.
fn heading_and_below(section: &str) -> (String, &str) {
    let (first, rest) = section.split_once('\n').unwrap_or((section, ""));
    let bare = first.trim().trim_start_matches('#').trim().trim_end_matches('#').trim().to_owned();
    let underline = |line: &str| !line.is_empty() && (line.chars().all(|c| c == '=') || line.chars().all(|c| c == '-'));
    let below = match rest.split_once('\n') {
        Some((line, after)) if !first.trim_start().starts_with('#') && underline(line.trim()) => after,
        _ => rest,
    };
    (bare, below.trim())
}

fn section_of(heading: &str) -> Option<Section> {
    use Section as S;
    let key = heading_key(heading);
    let named = |words: &Words| {
        let all = [
            (words.objective, S::Objective),
            (words.scope, S::Scope),
            (words.description, S::Description),
            (words.milestones, S::Milestones),
            (words.criteria, S::Criteria),
            (words.cost, S::Cost),
            (words.people, S::People),
            (words.needs, S::Needs),
            (words.dependencies, S::Dependencies),
            (words.risks, S::Risks),
            (words.linked, S::Linked),
        ];
        all.into_iter().find(|(word, _)| heading_key(word) == key).map(|(_, section)| section)
    };
    LANGUAGES.into_iter().find_map(|language| named(&words(language)))
}

fn put(content: &mut PlanContent, section: Section, below: &str, today: Date) -> Result<()> {
    let lines = || entries(below).map(str::to_owned).collect::<Vec<_>>();
    match section {
        Section::Objective => content.objective = below.to_owned(),
        Section::Scope => content.scope = below.to_owned(),
        Section::Description => content.description = below.to_owned(),
        Section::Milestones => {
            content.milestones = entries(below).map(|entry| milestone(entry, today)).collect::<Result<_>>()?;
        }
        Section::Criteria => content.criteria = lines(),
        Section::Cost => content.resources.cost = if below.is_empty() { None } else { Some(cost(below)?) },
        Section::People => content.resources.people = lines(),
        Section::Needs => content.resources.needs = lines(),
        Section::Dependencies => content.resources.dependencies = lines(),
        Section::Risks => content.risks = entries(below).map(risk).collect::<Result<_>>()?,
        Section::Linked => {
            let target = |entry: &str| {
                let inner = entry.trim_start_matches("[[").trim_end_matches("]]");
                inner.split('|').next().unwrap_or(inner).trim().to_owned()
            };
            content.notes = entries(below).map(target).collect();
        }
    }
    Ok(())
}

/// The lines of a list without what makes them one: bullets, numbers, checkboxes.
fn entries(below: &str) -> impl Iterator<Item = &str> {
    below.lines().filter_map(|line| {
        let line = line.trim();
        let numbered = line.find(['.', ')']).filter(|at| *at > 0 && line[..*at].bytes().all(|b| b.is_ascii_digit()));
        let entry = match (line.strip_prefix(['-', '*', '+']), numbered) {
            (Some(rest), _) if rest.is_empty() || rest.starts_with(' ') => rest,
            (_, Some(at)) => &line[at + 1..],
            _ => line,
        };
        let entry = entry.trim_start();
        let unticked = entry.strip_prefix("[ ]").unwrap_or(entry).trim();
        (!unticked.is_empty()).then_some(unticked)
    })
}

fn milestone(entry: &str, today: Date) -> Result<Milestone> {
    let (title, due_on) = match entry.split_once('📅') {
        Some((title, text)) => (title.trim(), Some(day("milestone_due_on", text.trim(), today)?)),
        None => (entry, None),
    };
    Ok(Milestone { title: title.to_owned(), due_on, ..Milestone::default() })
}

/// A day as it is written, or so many days, weeks or months from today.
fn day(field: &str, text: &str, today: Date) -> Result<String> {
    let wrong = || Error::invalid(field, Rule::Format);
    let Some(ahead) = text.strip_prefix('+') else {
        return text.parse::<Date>().map(|day| day.to_string()).map_err(|_| wrong());
    };
    let (number, unit) = ahead.split_at(ahead.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len());
    let number: i16 = number.trim().parse().map_err(|_| wrong())?;
    let span = match unit {
        "" | "d" => i64::from(number).days(),
        "w" => i64::from(number).weeks(),
        "m" => i64::from(number).months(),
        _ => return Err(wrong()),
    };
    today.checked_add(span).map(|day| day.to_string()).map_err(|_| wrong())
}

/// An amount and a currency, as a plan's note writes them.
fn cost(text: &str) -> Result<Cost> {
    let wrong = || Error::invalid("cost", Rule::Format);
    let (amount, currency) = text.split_once(' ').ok_or_else(wrong)?;
    let amount: String = amount.chars().filter(|c| *c != ',').collect();
    let (whole, part) = amount.split_once('.').unwrap_or((&amount, ""));
    let shown = |amount| Cost { amount, currency: currency.trim().to_owned() };
    let digits = if shown(0).has_hundredths() { 2 } else { 0 };
    if part.len() > digits {
        return Err(wrong());
    }
    format!("{whole}{part:0<digits$}").parse().map(shown).map_err(|_| wrong())
}

/// A risk as a plan's note writes it; without its ratings both are medium.
fn risk(entry: &str) -> Result<Risk> {
    let (named, response) = match entry.split_once(": ").or_else(|| entry.split_once('：')) {
        Some((named, response)) => (named.trim(), response.trim()),
        None => (entry, ""),
    };
    let rated = named.strip_suffix(')').or_else(|| named.strip_suffix('）'));
    let rated = rated.and_then(|inner| inner.rsplit_once(['(', '（']));
    let (title, [likelihood, impact]) = match rated {
        Some((title, ratings)) => {
            let mut levels = ratings.split([',', '、']).map(level);
            let mut next = || levels.next().unwrap_or(Err(Error::invalid("risks", Rule::UnknownValue)));
            (title.trim(), [next()?, next()?])
        }
        None => (named, [Level::Medium, Level::Medium]),
    };
    Ok(Risk { title: title.to_owned(), likelihood, impact, response: response.to_owned() })
}

fn level(rating: &str) -> Result<Level> {
    let rating = rating.trim();
    let found = LANGUAGES.into_iter().find_map(|language| {
        let place = words(language).levels.iter().position(|word| rating.ends_with(word))?;
        Some([Level::Low, Level::Medium, Level::High][place])
    });
    found.ok_or_else(|| Error::invalid("risks", Rule::UnknownValue))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2027, 1, 10);

    const WEEKLY: &str = "---\nhisho: plan\nstart: 2027-01-11\ndue: +1w\n---\n# 週次計画\n\nいつもの準備。\n\n## 目的\n\n今週を**よく**過ごす\n\n## マイルストーン\n\n- [ ] 買い物 📅 2027-01-12\n1. 掃除 📅 +3\n- 休む\n\n## 成功の条件\n- 冷蔵庫が空でない\n\n## 費用\n\n12,000 JPY\n\n## リスク\n- 雨 (可能性 高, 影響 低): 家にいる\n- 寝坊\n\n## 参考ノート\n- [[Home|家]]\n\n## 持ち物\n\n鍵\n";

    #[test]
    fn a_template_is_read_by_its_headings() {
        assert!(is_plan(WEEKLY));
        let plan = read(WEEKLY, TODAY).expect("readable");
        assert_eq!((plan.title.as_str(), plan.objective.as_str()), ("週次計画", "今週を**よく**過ごす"));
        assert_eq!((plan.start_on.as_deref(), plan.due_on.as_deref()), (Some("2027-01-11"), Some("2027-01-17")));
        let milestones: Vec<_> = plan.milestones.iter().map(|m| (m.title.as_str(), m.due_on.as_deref())).collect();
        assert_eq!(milestones, [("買い物", Some("2027-01-12")), ("掃除", Some("2027-01-13")), ("休む", None)]);
        assert_eq!(plan.criteria, ["冷蔵庫が空でない"]);
        assert_eq!(plan.resources.cost, Some(Cost { amount: 12_000, currency: "JPY".into() }));
        let rated = |n: usize| (plan.risks[n].title.as_str(), plan.risks[n].likelihood, plan.risks[n].impact);
        assert_eq!((rated(0), rated(1)), (("雨", Level::High, Level::Low), ("寝坊", Level::Medium, Level::Medium)));
        assert_eq!(plan.risks[0].response, "家にいる");
        assert_eq!(plan.notes, ["Home"]);
        assert_eq!(plan.description, "いつもの準備。\n\n### 持ち物\n\n鍵", "what has no place of its own is kept");
    }

    #[test]
    fn headings_of_either_language_and_form_are_known() {
        let plan = read("Objective\n=========\n\nBe there\n\n## SCOPE\n\nAll of it\n", TODAY).expect("readable");
        assert_eq!((plan.objective.as_str(), plan.scope.as_str()), ("Be there", "All of it"));
        assert!(!is_plan("# Daily note\n\n## Tasks\n"));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let field = |text: &str| read(text, TODAY).expect_err("refused").params["field"].clone();
        assert_eq!(field("---\nstart: soon\n---\n"), "start_on");
        assert_eq!(field("## Milestones\n- Lease 📅 tomorrow\n"), "milestone_due_on");
        assert_eq!(field("## Milestones\n- Lease 📅 +3y\n"), "milestone_due_on");
        assert_eq!(field("## Cost\n\ncheap\n"), "cost");
        assert_eq!(field("## Risks\n- Rain (likelihood huge, impact low)\n"), "risks");
        assert_eq!(field("---\nstart: [\n---\n"), "properties");
    }
}
