//! The vault as nodes and edges. Must not know how it is drawn.

use std::collections::{HashMap, HashSet};

use hisho_domain::note::{FileKind, Graph, GraphNode, NodeKind};
use hisho_domain::{Actor, Result, check};
use hisho_store::notes;
use hisho_vault::links::link_path;
use hisho_vault::path::fold;
use schemars::JsonSchema;
use serde::Deserialize;

use super::browse::missing;
use super::catalogue::{Links, with_links};
use crate::App;

/// How far from its centre a graph reaches at the most.
const DEEPEST: i64 = 10;

/// Which part of the graph is asked for, and what belongs to it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Shown {
    /// The file around which it is shown; the whole vault when left out.
    pub center: Option<String>,
    /// How many links away from the centre, from 1 to 10; 1 when left out.
    pub depth: Option<i64>,
    /// With files that are no notes; not when left out.
    pub attachments: bool,
    /// With names that are linked and do not exist; not when left out.
    pub unresolved: bool,
    /// With tags; not when left out.
    pub tags: bool,
}

pub(crate) async fn graph(app: &App, _: Actor, input: Shown) -> Result<Graph> {
    let depth = input.depth.unwrap_or(1);
    check::within("depth", depth, 1, DEEPEST)?;
    with_links(app, move |store, links| {
        let vault = links.catalogue.vault;
        let tagged = match input.tags {
            true => store.read_blocking(|connection| notes::tags(connection, vault))?,
            false => Vec::new(),
        };
        let whole = whole(links, &input, &tagged);
        let Some(center) = &input.center else { return Ok(whole.into_graph()) };
        let at = links.catalogue.at(center).ok_or_else(|| missing(center))?;
        let at = whole.places[at as usize].ok_or_else(|| missing(center))?;
        Ok(whole.near(at, depth).into_graph())
    })
    .await
}

/// A graph that is being made.
#[derive(Default)]
struct Draft {
    nodes: Vec<GraphNode>,
    edges: Vec<[u32; 2]>,
    seen: HashSet<[u32; 2]>,
    /// The node of each file of the catalogue.
    places: Vec<Option<u32>>,
}

fn whole(links: &Links, shown: &Shown, tagged: &[(String, Vec<String>)]) -> Draft {
    let files = &links.catalogue.files;
    let mut draft = Draft::default();
    for file in files {
        let kind = match file.kind {
            FileKind::Note => NodeKind::Note,
            FileKind::Canvas => NodeKind::Canvas,
            FileKind::Attachment => NodeKind::Attachment,
        };
        // The centre is shown whatever it is.
        let is_wanted =
            kind != NodeKind::Attachment || shown.attachments || shown.center.as_deref() == Some(&file.path);
        let place = (is_wanted && !file.left_out).then(|| draft.node(Some(&file.path), &file.title, kind));
        draft.places.push(place);
    }
    let mut loose: HashMap<String, u32> = HashMap::new();
    for edge in &links.all {
        let Some(from) = draft.places[edge.from as usize] else { continue };
        let to = match edge.to {
            Some(to) => draft.places[to as usize],
            None if shown.unresolved => {
                let name = link_path(&edge.target);
                let known = loose.get(&fold(name)).copied();
                Some(known.unwrap_or_else(|| {
                    let node = draft.node(None, name, NodeKind::Unresolved);
                    loose.insert(fold(name), node);
                    node
                }))
            }
            None => None,
        };
        to.into_iter().for_each(|to| draft.edge(from, to));
    }
    let mut tags: HashMap<String, u32> = HashMap::new();
    for (path, names) in tagged {
        let Some(from) = links.catalogue.at(path).and_then(|at| draft.places[at as usize]) else { continue };
        for name in names {
            let known = tags.get(&fold(name)).copied();
            let to = known.unwrap_or_else(|| {
                let node = draft.node(None, &format!("#{name}"), NodeKind::Tag);
                tags.insert(fold(name), node);
                node
            });
            draft.edge(from, to);
        }
    }
    draft
}

impl Draft {
    fn node(&mut self, path: Option<&str>, title: &str, kind: NodeKind) -> u32 {
        self.nodes.push(GraphNode { path: path.map(str::to_owned), title: title.to_owned(), kind, degree: 0 });
        (self.nodes.len() - 1) as u32
    }

    /// Once for however many links, and never from a node to itself.
    fn edge(&mut self, from: u32, to: u32) {
        if from != to && self.seen.insert([from, to]) {
            self.edges.push([from, to]);
        }
    }

    /// What is at most so many links away, whichever way those lead.
    fn near(self, center: u32, depth: i64) -> Draft {
        let mut beside: Vec<Vec<u32>> = vec![Vec::new(); self.nodes.len()];
        for [from, to] in &self.edges {
            beside[*from as usize].push(*to);
            beside[*to as usize].push(*from);
        }
        let mut places: Vec<Option<u32>> = vec![None; self.nodes.len()];
        let mut kept = vec![center];
        places[center as usize] = Some(0);
        let mut from = 0;
        for _ in 0..depth {
            let to = kept.len();
            for at in from..to {
                for next in &beside[kept[at] as usize] {
                    if places[*next as usize].is_none() {
                        places[*next as usize] = Some(kept.len() as u32);
                        kept.push(*next);
                    }
                }
            }
            from = to;
        }
        let place = |at: u32| places[at as usize];
        let edges = self.edges.iter().filter_map(|[from, to]| Some([place(*from)?, place(*to)?])).collect();
        let nodes = kept.iter().map(|at| self.nodes[*at as usize].clone()).collect();
        Draft { nodes, edges, ..Draft::default() }
    }

    fn into_graph(mut self) -> Graph {
        for [from, to] in &self.edges {
            self.nodes[*from as usize].degree += 1;
            self.nodes[*to as usize].degree += 1;
        }
        Graph { nodes: self.nodes, edges: self.edges }
    }
}
