//! Plans that begin with a template of the vault. Must not know what a template says.

use std::path::Path;

use hisho_domain::plan::{PlanContent, PlanDetail};
use hisho_domain::settings::Language;
use hisho_domain::{Actor, Error, ErrorCode, Result, Rule};
use hisho_store::{plans, settings, time};
use hisho_vault::read::read;
use hisho_vault::settings::VaultSettings;
use hisho_vault::template::{Names, fill};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::template;
use crate::App;
use crate::command::Nothing;
use crate::vault::{self, Template};

/// A template with which a plan can begin.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanTemplate {
    /// Its path in the vault.
    pub path: String,
    /// Its name.
    pub title: String,
    /// What the plan would say; null when it cannot be read.
    pub content: Option<PlanContent>,
    /// The field that cannot be read.
    pub field: Option<String>,
}

/// A plan that begins with a template.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FromTemplate {
    /// The template's path in the vault.
    pub path: String,
    /// What the plan is called.
    pub title: String,
    /// What it is for; what the template says when left out.
    #[serde(default)]
    pub objective: Option<String>,
}

pub(crate) async fn templates(app: &App, actor: Actor, _: Nothing) -> Result<Vec<PlanTemplate>> {
    let listed = match vault::templates(app, actor, Nothing {}).await {
        Err(error) if error.code == ErrorCode::NoVault => return Ok(Vec::new()),
        listed => listed?,
    };
    let texts = texts(app, listed, String::new()).await?;
    let plans = texts.into_iter().filter(|(_, text)| text.as_deref().is_some_and(template::is_plan));
    Ok(plans
        .map(|(Template { path, title }, text)| match template::read(&text.unwrap_or_default(), today()) {
            Ok(content) => PlanTemplate { path, title, content: Some(content), field: None },
            Err(error) => {
                let field = error.params.get("field").and_then(|field| field.as_str()).map(str::to_owned);
                PlanTemplate { path, title, content: None, field }
            }
        })
        .collect())
}

pub(crate) async fn from_template(app: &App, actor: Actor, input: FromTemplate) -> Result<PlanDetail> {
    let listed = vault::templates(app, actor.clone(), Nothing {}).await?;
    let chosen = listed.into_iter().find(|template| template.path == input.path);
    let chosen = chosen.ok_or_else(|| Error::invalid("path", Rule::UnknownValue))?;
    let text = texts(app, vec![chosen], input.title.clone()).await?.pop().and_then(|(_, text)| text);
    let text = text.ok_or_else(|| Error::invalid("path", Rule::Format))?;
    let mut content = PlanContent { title: input.title, ..template::read(&text, today())? };
    if let Some(objective) = input.objective.filter(|objective| !objective.trim().is_empty()) {
        content.objective = objective;
    }
    let content = content.checked(time::new_uid)?;
    app.store().write(actor, move |write| plans::create(write, &content)).await
}

fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}

/// What the templates say for a plan of this title; None for one that is no text, or gone.
async fn texts(app: &App, templates: Vec<Template>, title: String) -> Result<Vec<(Template, Option<String>)>> {
    app.store()
        .read(move |connection| {
            if templates.is_empty() {
                return Ok(Vec::new());
            }
            let root = vault::current(connection)?.path;
            let root = Path::new(&root);
            let japanese = settings::get(connection)?.language == Some(Language::Ja);
            let names = if japanese { Names::Japanese } else { Names::English };
            let style = VaultSettings::read(root).templates;
            let now = jiff::Zoned::now().datetime();
            let filled = |template: &Template| {
                let file = read(root, &template.path).ok().filter(|file| !file.lossy)?;
                Some(fill(&file.text, if title.is_empty() { &template.title } else { &title }, now, &style, names))
            };
            Ok(templates.into_iter().map(|template| (template.clone(), filled(&template))).collect())
        })
        .await
}
