//! The door from the window to the commands, and from the application's events to the window.
//! A database that cannot be opened is an answer too: the window stands and says why, and asking
//! again tries again.

use std::path::PathBuf;

use hisho_app::{App, Caller, Options, default_data_dir};
use hisho_domain::{Actor, Origin, Result};
use serde_json::Value;
use tauri::{AppHandle, Emitter, State};
use tokio::sync::Mutex;
use tokio::sync::broadcast::error::RecvError;

/// What the window listens to.
const EVENT: &str = "hisho://event";

pub(crate) struct Host {
    data_dir: Option<PathBuf>,
    app: Mutex<Option<App>>,
}

impl Host {
    pub(crate) fn new(data_dir: Option<PathBuf>) -> Self {
        Host { data_dir, app: Mutex::new(None) }
    }

    /// The open application, opening it if it is not.
    async fn app(&self, handle: &AppHandle) -> Result<App> {
        let mut open = self.app.lock().await;
        if let Some(app) = &*open {
            return Ok(app.clone());
        }
        let data_dir = self.data_dir.clone().map_or_else(default_data_dir, Ok)?;
        hisho_app::log::start(&data_dir, cfg!(debug_assertions));
        let app = App::open(Options { data_dir, background: true }).await?;
        announce(handle.clone(), &app);
        *open = Some(app.clone());
        Ok(app)
    }

    /// Closes the application; what was acknowledged is on the disk already.
    pub(crate) fn close(&self) {
        tauri::async_runtime::block_on(async { drop(self.app.lock().await.take()) });
    }
}

fn announce(handle: AppHandle, app: &App) {
    let mut events = app.events();
    tauri::async_runtime::spawn(async move {
        loop {
            let sent = match events.recv().await {
                Ok(event) => handle.emit(EVENT, event),
                // Too many to name: null has the window read everything anew.
                Err(RecvError::Lagged(_)) => handle.emit(EVENT, Value::Null),
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = sent {
                tracing::warn!("telling the window: {error}");
            }
        }
    });
}

/// Runs a command in the person's name.
#[tauri::command]
pub(crate) async fn rpc(
    handle: AppHandle,
    host: State<'_, Host>,
    name: String,
    input: Value,
    gesture: Option<String>,
) -> Result<Value> {
    let app = host.app(&handle).await?;
    app.call(Caller { actor: Actor::person(Origin::Desktop), gesture }, &name, input).await
}

/// Issues the token of a gesture the person just made on the screen.
#[tauri::command]
pub(crate) async fn gesture(handle: AppHandle, host: State<'_, Host>, command: String, input: Value) -> Result<String> {
    host.app(&handle).await?.gesture(&command, &input)
}
