//! The desktop host: one window, and the door from it to the commands.
//! Must not know what any command does.

mod arguments;
mod host;
#[cfg(all(windows, target_env = "gnu"))]
mod loader;
#[cfg(windows)]
mod web_view;
mod window;

use std::process::ExitCode;

use tauri::Manager;

use host::Host;

/// Runs the program until its window is closed; gives the exit code. That is 3 when Windows has
/// nothing to show a window with.
pub fn run() -> ExitCode {
    #[cfg(windows)]
    if let Err(missing) = web_view::look() {
        return web_view::tell(missing);
    }
    let arguments = arguments::read();
    let mut context = tauri::generate_context!();
    if cfg!(debug_assertions) {
        // A development build is another program to the system, with places of its own.
        context.config_mut().identifier += ".dev";
    }
    let mut builder = tauri::Builder::default();
    if arguments.data_dir.is_none() {
        // First of all plugins, so that a second start only brings the window of the first to the
        // front. With a data folder of its own a start is a program of its own.
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| window::bring_to_front(app)));
    }
    builder
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(window::kept_state()).build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(tauri::generate_handler![host::rpc, host::gesture])
        .setup(move |app| {
            app.manage(Host::new(arguments.data_dir.clone()));
            window::create(app.handle())?;
            Ok(())
        })
        .build(context)
        .expect("the window system can be reached")
        .run(|app, event| {
            if let tauri::RunEvent::Exit = event {
                // The one way out: whatever closed the window, the store is closed in order.
                app.state::<Host>().close();
            }
        });
    ExitCode::SUCCESS
}
