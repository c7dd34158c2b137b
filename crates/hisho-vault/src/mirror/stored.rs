//! What both sides agreed on, as bytes that can be put away and taken out again.
//!
//! Owns their form. Must not know where they are put.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::fields::Pair;
use super::read::{Trouble, read};
use super::sheet::{Item, Layout, Sheet};

#[derive(Serialize, Deserialize)]
struct StoredPair {
    app: StoredSheet,
    disk: StoredSheet,
}

/// A sheet whose fields are named by text.
#[derive(Serialize, Deserialize)]
struct StoredSheet {
    uid: String,
    title: String,
    properties: BTreeMap<String, String>,
    texts: BTreeMap<String, String>,
    lists: BTreeMap<String, Vec<Item>>,
}

impl Pair {
    /// The pair as bytes; equal pairs give equal ones.
    pub fn to_bytes(&self) -> Vec<u8> {
        let pair = StoredPair { app: stored(&self.app), disk: stored(&self.disk) };
        // Texts and maps by text: there is nothing that JSON could not hold.
        serde_json::to_vec(&pair).expect("a pair of sheets is JSON")
    }

    /// The pair in these bytes, as far as the layout has its fields. Bytes that are a note are read
    /// as one that both sides had agreed on as it stands. The error says why nothing can be read.
    pub fn from_bytes(bytes: &[u8], layout: &Layout) -> Result<Pair, Trouble> {
        if let Ok(pair) = serde_json::from_slice::<StoredPair>(bytes) {
            return Ok(Pair { app: known(pair.app, layout), disk: known(pair.disk, layout) });
        }
        let sheet = read(bytes, layout)?.sheet;
        Ok(Pair { app: sheet.clone(), disk: sheet })
    }
}

fn stored(sheet: &Sheet) -> StoredSheet {
    fn named<V: Clone>(fields: &BTreeMap<&'static str, V>) -> BTreeMap<String, V> {
        fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
    }
    StoredSheet {
        uid: sheet.uid.clone(),
        title: sheet.title.clone(),
        properties: named(&sheet.properties),
        texts: named(&sheet.texts),
        lists: named(&sheet.lists),
    }
}

fn known(mut stored: StoredSheet, layout: &Layout) -> Sheet {
    let mut sheet = Sheet { uid: stored.uid, title: stored.title, ..Sheet::default() };
    for property in &layout.properties {
        let value = stored.properties.remove(property.key);
        sheet.properties.extend(value.map(|value| (property.key, value)));
    }
    for section in &layout.sections {
        sheet.texts.extend(stored.texts.remove(section.key).map(|text| (section.key, text)));
        sheet.lists.extend(stored.lists.remove(section.key).map(|items| (section.key, items)));
    }
    sheet
}
