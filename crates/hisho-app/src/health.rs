//! How the database is doing.

use hisho_domain::health::Health;
use hisho_domain::{Actor, Result};

use crate::App;
use crate::command::Nothing;

pub(crate) async fn check(app: &App, _: Actor, _: Nothing) -> Result<Health> {
    let folder = app.data_dir().to_owned();
    app.store().read(move |connection| hisho_store::health::check(connection, &folder)).await
}
