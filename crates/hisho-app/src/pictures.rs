//! Pictures of personas: taken in, and given out to be shown. A picture that comes in is taken apart
//! and written anew, so that nothing but its points is kept. Must not know who wears it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hisho_domain::conversation::Attachment;
use hisho_domain::{Actor, Entity, Error, Result, Rule};
use hisho_store::attachments;
use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::App;
use crate::input::Which;

/// Widest and tallest picture, in points.
const SIDE: u32 = 512;
/// Largest picture as it comes and as it is shown, in bytes.
const BYTES: usize = 2 * 1024 * 1024;
/// What can be shown: nothing that could hold a script or a link.
const SHOWN: [&str; 4] = ["image/png", "image/jpeg", "image/webp", "image/gif"];

/// A picture to be taken in.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Add {
    /// A PNG of at most 512 × 512 points and 2 MiB, in Base64.
    pub base64: String,
}

/// A picture to be shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Picture {
    /// `image/png` and the like; never a kind that can hold a script.
    pub media_type: String,
    /// Its bytes.
    pub base64: String,
}

pub(crate) async fn add(app: &App, actor: Actor, input: Add) -> Result<Attachment> {
    let folder = app.data_dir().to_owned();
    let kept = tokio::task::spawn_blocking(move || {
        let bytes = redrawn(&input.base64)?;
        attachments::keep_bytes(&folder, "picture.png", &bytes)
    })
    .await
    .map_err(Error::internal)??;
    app.store().write(actor, move |write| attachments::add(write, &kept)).await
}

pub(crate) async fn show(app: &App, _: Actor, input: Which) -> Result<Picture> {
    let uid = input.uid.clone();
    let attachment = app.store().read(move |connection| attachments::get(connection, &input.uid)).await?;
    if !SHOWN.contains(&attachment.mime.as_str()) || usize::try_from(attachment.size).is_ok_and(|size| size > BYTES) {
        return Err(Error::invalid("uid", Rule::Format));
    }
    let path = attachments::path_of(app.data_dir(), &attachment.hash);
    let read = tokio::task::spawn_blocking(move || std::fs::read(path)).await.map_err(Error::internal)?;
    let bytes = read.map_err(|error| {
        tracing::warn!("a picture cannot be read: {error}");
        Error::not_found(Entity::Attachment, &uid)
    })?;
    Ok(Picture { media_type: attachment.mime, base64: STANDARD.encode(bytes) })
}

/// The points of a PNG, written anew: no text, no profile, nothing behind its end.
pub(crate) fn redrawn(base64: &str) -> Result<Vec<u8>> {
    let bad = |error: &dyn std::fmt::Display| {
        tracing::debug!("no picture: {error}");
        Error::invalid("picture", Rule::Format)
    };
    if base64.len() > BYTES.div_ceil(3) * 4 {
        return Err(Error::invalid("picture", Rule::TooLong(BYTES)));
    }
    let bytes = STANDARD.decode(base64).map_err(|error| bad(&error))?;
    let room = (SIDE * SIDE * 8) as usize;
    let mut decoder = Decoder::new_with_limits(std::io::Cursor::new(bytes), Limits { bytes: room * 2 });
    decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
    let mut reader = decoder.read_info().map_err(|error| bad(&error))?;
    let (width, height) = reader.info().size();
    if width > SIDE || height > SIDE {
        return Err(Error::invalid("picture", Rule::TooLong(SIDE as usize)));
    }
    let size = reader.output_buffer_size().filter(|size| *size <= room).ok_or_else(|| bad(&"too many points"))?;
    let mut points = vec![0; size];
    let frame = reader.next_frame(&mut points).map_err(|error| bad(&error))?;
    let color = match frame.color_type {
        ColorType::GrayscaleAlpha => ColorType::GrayscaleAlpha,
        _ => ColorType::Rgba,
    };
    let mut written = Vec::new();
    let mut encoder = Encoder::new(&mut written, width, height);
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(Error::internal)?;
    writer.write_image_data(&points[..frame.buffer_size()]).map_err(Error::internal)?;
    writer.finish().map_err(Error::internal)?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(side: u32, note: Option<&str>) -> String {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, side, side);
        encoder.set_color(ColorType::Rgb);
        if let Some(note) = note {
            encoder.add_text_chunk("Comment".into(), note.into()).expect("a note");
        }
        let mut writer = encoder.write_header().expect("header");
        writer.write_image_data(&vec![128; (side * side * 3) as usize]).expect("points");
        writer.finish().expect("end");
        STANDARD.encode(bytes)
    }

    #[test]
    fn only_the_points_of_a_picture_are_kept() {
        let kept = redrawn(&drawn(8, Some("taken at home"))).expect("a picture");
        assert!(!String::from_utf8_lossy(&kept).contains("taken at home"));
        let again = redrawn(&STANDARD.encode(&kept)).expect("its own picture");
        assert_eq!(again, kept);
    }

    #[test]
    fn what_is_no_small_png_is_refused() {
        let svg = STANDARD.encode("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
        let torn = {
            let whole = drawn(64, None);
            whole[..whole.len() / 2 / 4 * 4].to_owned()
        };
        for (what, text) in [("svg", svg), ("torn", torn), ("no base64", "%%%".into()), ("nothing", String::new())] {
            assert_eq!(redrawn(&text).expect_err(what).params["rule"], "format", "{what}");
        }
        assert_eq!(redrawn(&drawn(SIDE + 1, None)).expect_err("too wide").params["rule"], "too_long");
    }
}
