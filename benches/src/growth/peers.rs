//! The peers: programs in Python, each asked for the same tables from the same file.
//!
//! Bytewax and Pathway do the hop job on as many rows as they can finish in a minute or so; DuckDB and polars compute the core views once, from
//! all rows, as somebody would who has no graph. Reading the file is not timed for anybody.

use std::path::{Path, PathBuf};

use super::child::{agree, read, run};
use super::digest::Digests;
use super::generator::{Generator, Shape};
use super::net::{net, write};
use crate::Figure;
use crate::python::{Python, finish};

/// Rows that Bytewax is given.
const BYTEWAX_ROWS: usize = 50_000;
/// Rows that Pathway is given.
const PATHWAY_ROWS: usize = 200_000;
/// Runs of the short job on our side, of which the middle one counts.
const OWN_RUNS: usize = 5;

/// The peers with the file that they read.
pub(crate) struct Peers {
    python: Python,
    folder: PathBuf,
}

impl Peers {
    /// Installs what is missing, and writes the file of rows.
    pub(crate) fn install(folder: &Path, shape: Shape) -> anyhow::Result<Self> {
        let folder = folder.to_owned();
        let python = Python::install(&folder)?;
        let peers = Peers { python, folder };
        write(&net(Generator::new(shape)), &peers.rows())?;
        Ok(peers)
    }

    fn rows(&self) -> PathBuf {
        self.folder.join("answers.csv")
    }

    /// What the streaming peers take for the hop job, and what it takes ours.
    pub(crate) fn hop(&self, shape: Shape) -> anyhow::Result<Vec<Figure>> {
        let mut bytewax = self.python.program("bytewax_hop.py");
        bytewax.arg(self.rows()).arg(BYTEWAX_ROWS.to_string());
        let mut pathway = self.python.program("pathway_hop.py");
        pathway.arg(self.rows()).arg(PATHWAY_ROWS.to_string()).arg(&self.folder);
        let mut figures = Vec::new();
        for (name, command, rows) in [("bytewax", bytewax, BYTEWAX_ROWS), ("pathway", pathway, PATHWAY_ROWS)] {
            let of_rows = format!("answers={} rows={rows}", shape.answers);
            let mut own_per_s = Vec::new();
            let by_hand = run(&format!("hop-loop {of_rows}"))?;
            for _ in 0..OWN_RUNS {
                let own = run(&format!("hop {of_rows}"))?;
                agree(("the loop", &by_hand.digests), ("the graph", &own.digests))?;
                own_per_s.push(own.facts_per_cpu_s());
            }
            let peer = read(command, name)?;
            agree(("the loop", &by_hand.digests), (name, &peer.digests))?;
            let peer_per_s = peer.facts_per_cpu_s();
            let ratios = own_per_s.iter().map(|per_s| per_s / peer_per_s).collect();
            figures.extend(Figure::spread(&format!("hop_at_{name}_rows_facts_per_cpu_s"), own_per_s, "1/s"));
            figures.push(Figure::new(format!("{name}_facts_per_cpu_s"), peer_per_s, "1/s"));
            figures.extend(Figure::spread(&format!("vs_{name}"), ratios, "ratio"));
        }
        Ok(figures)
    }

    /// What it takes to compute the core views anew, which then must be ours.
    pub(crate) fn recompute(&self, shape: Shape, expected: &Digests) -> anyhow::Result<Vec<Figure>> {
        let mut figures = Vec::new();
        for name in ["duckdb", "polars"] {
            let mut command = self.python.program(&format!("{name}_recompute.py"));
            command.arg(self.rows()).arg((shape.end_us() / 1_000).to_string());
            let peer = read(command, name)?;
            agree(("the loop", expected), (name, &peer.digests))?;
            figures.push(Figure::new(format!("{name}_recompute_wall_s"), peer.wall_s, "s"));
            figures.push(Figure::new(format!("{name}_recompute_cpu_s"), peer.cpu_s, "s"));
        }
        Ok(figures)
    }

    /// Draws the chart.
    pub(crate) fn chart(&self, results: &Path, picture: &Path) -> anyhow::Result<()> {
        finish(self.python.program("chart.py").arg(results).arg(picture))
    }
}
