//! What other programs do to a vault, at random but from a fixed seed.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use hisho_scenarios::Rng;

/// Names of files, in the forms in which systems write them: the fourth is decomposed.
const NAMES: &[&str] =
    &["Note", "Plan B", "会議メモ", "カ\u{3099}イト\u{3099}", "ガイド", "Ärger", "ümlaut", "a.b", "📅 diary", "x"];
const FOLDERS: &[&str] = &["Area", "日記", "Projects", "deep", "ハ\u{309A}ン"];
/// No more notes than so many are let to be, so that a deletion is always one of a few.
const MOST: usize = 500;

/// A vault and the hand that shakes it.
pub struct Storm {
    root: PathBuf,
    rng: Rng,
    written: usize,
    /// What was there a while ago; looking each time would take longer than the rest.
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    /// Operations until it is looked again.
    fresh: usize,
    /// How often each kind of operation was carried out.
    pub done: BTreeMap<&'static str, usize>,
}

impl Storm {
    pub fn new(root: &Path, seed: u64) -> Storm {
        Storm {
            root: root.to_owned(),
            rng: Rng::of(seed),
            written: 0,
            files: Vec::new(),
            folders: Vec::new(),
            fresh: 0,
            done: BTreeMap::new(),
        }
    }

    /// Makes so many notes.
    pub fn grow(&mut self, notes: usize) {
        for _ in 0..notes {
            self.look();
            self.create();
        }
    }

    /// One operation. One that cannot be done, as what it was to be done to is gone, gives way to another.
    pub fn rage(&mut self) {
        self.look();
        loop {
            let (name, done) = match self.rng.below(100) {
                0..20 => ("create", self.create()),
                20..42 => ("edit", self.edit()),
                42..52 => ("save by rename", self.save_by_rename()),
                52..64 => ("rename", self.rename()),
                64..70 => ("rename by case", self.rename_by_case()),
                70..76 => ("swap", self.swap()),
                76..82 => ("move a folder", self.move_folder()),
                82..85 => ("swap folders", self.swap_folders()),
                85..88 => ("delete a folder", self.delete_folder()),
                _ => ("delete", self.delete()),
            };
            if done {
                *self.done.entry(name).or_default() += 1;
                return;
            }
        }
    }

    /// A new note in each folder that there is.
    pub fn write_in_each_folder(&mut self) {
        self.fresh = 0;
        self.look();
        for folder in self.folders.clone() {
            let text = self.text();
            fs::write(folder.join("after the storm.md"), text).expect("write");
        }
    }

    fn text(&mut self) -> String {
        self.written += 1;
        let (number, name) = (self.written, NAMES[self.rng.below(NAMES.len())]);
        let due = self.rng.below(28) + 1;
        let broken = if self.rng.one_in(20) { "a: [" } else { "状態: 下書き" };
        format!(
            "---\naliases: [別名{number}]\n{broken}\n---\n# 見出し {number}\n\n[[{name}]] と ![[画像.png]] #計画/{due}\n\n\
             - [ ] 会議の準備 {number} 📅 2026-11-{due:02}\n- [x] done\n\n会議室の予約 word{number}\n"
        )
    }

    /// Sees now and then what is there, folders before what is in them, in a fixed order.
    fn look(&mut self) {
        if self.fresh > 0 {
            self.fresh -= 1;
            return;
        }
        self.fresh = 15;
        (self.files, self.folders) = (Vec::new(), vec![self.root.clone()]);
        let mut at = 0;
        while let Some(folder) = self.folders.get(at) {
            let mut entries: Vec<_> = fs::read_dir(folder).expect("folder").flatten().collect();
            entries.sort_by_key(fs::DirEntry::file_name);
            at += 1;
            for entry in entries {
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                if is_folder { &mut self.folders } else { &mut self.files }.push(entry.path());
            }
        }
    }

    fn a_file(&mut self) -> Option<PathBuf> {
        self.rng.pick(&self.files).filter(|file| file.is_file())
    }

    fn a_folder(&mut self) -> Option<PathBuf> {
        self.rng.pick(&self.folders[1..]).filter(|folder| folder.is_dir())
    }

    /// A place in some folder that is free, whatever the case and form of its letters.
    fn free(&mut self, names: &[&str], endings: &[&str]) -> PathBuf {
        loop {
            let folder = self.rng.pick(&self.folders).filter(|folder| folder.is_dir()).unwrap_or(self.root.clone());
            let (name, ending) = (names[self.rng.below(names.len())], endings[self.rng.below(endings.len())]);
            let place = folder.join(format!("{name} {}{ending}", self.rng.below(100_000)));
            if place.symlink_metadata().is_err() {
                return place;
            }
        }
    }

    fn create(&mut self) -> bool {
        if self.files.len() >= MOST {
            return false;
        }
        if self.rng.one_in(6) && self.folders.len() < 40 {
            // A folder with notes in it at once, as when one is unpacked.
            let folder = self.free(FOLDERS, &[""]);
            let made = fs::create_dir_all(folder.join("inner")).is_ok();
            return made && ["one.md", "inner/two.md"].iter().all(|name| self.write(&folder.join(name)));
        }
        let place = self.free(NAMES, &[".md", ".md", ".md", ".md", ".MD", ".png", ".txt"]);
        self.write(&place)
    }

    /// Writes a new text; another program may hold the file on some systems.
    fn write(&mut self, file: &Path) -> bool {
        let text = self.text();
        fs::write(file, text).is_ok()
    }

    fn edit(&mut self) -> bool {
        let (Some(file), text) = (self.a_file(), self.text()) else { return false };
        match self.rng.below(3) {
            0 => self.write(&file),
            1 => {
                let open = fs::File::options().append(true).open(&file);
                open.and_then(|mut open| open.write_all("追記 #後から\n".as_bytes())).is_ok()
            }
            // Written in two goes, as by a program that is interrupted.
            _ => {
                let (begin, rest) = text.as_bytes().split_at(20);
                let open = fs::File::create(&file);
                open.and_then(|mut open| open.write_all(begin).and_then(|()| open.write_all(rest))).is_ok()
            }
        }
    }

    /// As many editors save: beside it, then in its place.
    fn save_by_rename(&mut self) -> bool {
        let Some(file) = self.a_file() else { return false };
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let beside = match self.rng.below(3) {
            0 => file.with_file_name(format!(".{name}.swp")),
            1 => file.with_file_name(format!("{name}~")),
            _ => file.with_file_name(format!("saving {}.md", self.written)),
        };
        let old = file.with_file_name(format!("{name}.bak"));
        // By some, with the old one put aside first.
        let aside = self.rng.one_in(3);
        self.write(&beside)
            && (!aside || fs::rename(&file, &old).is_ok())
            && fs::rename(&beside, &file).is_ok()
            && (!aside || fs::remove_file(&old).is_ok())
    }

    fn rename(&mut self) -> bool {
        let Some(file) = self.a_file() else { return false };
        let place = self.free(NAMES, &[".md", ".md", ".md", ".png"]);
        fs::rename(file, place).is_ok()
    }

    fn rename_by_case(&mut self) -> bool {
        let Some(file) = self.a_file() else { return false };
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let upper = name.to_uppercase();
        let other = file.with_file_name(if upper == name { name.to_lowercase() } else { upper });
        // Where case does not count, the name is taken by the file itself.
        if other == file || (other.symlink_metadata().is_ok() && cfg!(not(windows))) {
            return false;
        }
        fs::rename(&file, &other).is_ok()
    }

    fn swap(&mut self) -> bool {
        let (Some(one), Some(other)) = (self.a_file(), self.a_file()) else { return false };
        exchange(&one, &other)
    }

    fn move_folder(&mut self) -> bool {
        let (Some(folder), to) = (self.a_folder(), self.free(FOLDERS, &[""])) else { return false };
        !to.starts_with(&folder) && fs::rename(folder, to).is_ok()
    }

    fn swap_folders(&mut self) -> bool {
        let (Some(one), Some(other)) = (self.a_folder(), self.a_folder()) else { return false };
        !one.starts_with(&other) && !other.starts_with(&one) && exchange(&one, &other)
    }

    fn delete(&mut self) -> bool {
        self.a_file().is_some_and(|file| fs::remove_file(file).is_ok())
    }

    fn delete_folder(&mut self) -> bool {
        let Some(folder) = self.a_folder() else { return false };
        let inside = self.files.iter().filter(|file| file.starts_with(&folder)).count();
        // Most of a vault gone at once is not believed, which is another story.
        inside * 8 < self.files.len() && fs::remove_dir_all(folder).is_ok()
    }
}

fn exchange(one: &Path, other: &Path) -> bool {
    let aside = one.with_file_name(".aside");
    one != other
        && fs::rename(one, &aside).is_ok()
        && fs::rename(other, one).is_ok()
        && fs::rename(&aside, other).is_ok()
}
