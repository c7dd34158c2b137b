//! Builds what Tauri needs from the configuration; capabilities and icons lie beside the sources.

fn main() {
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .windows_attributes(tauri_build::WindowsAttributes::new().window_icon_path("src-tauri/icons/icon.ico"));
    tauri_build::try_build(attributes).expect("the Tauri configuration is sound");
}
