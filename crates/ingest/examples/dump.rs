//! scratch
use std::io::Write;
fn main() {
    let out = std::io::stdout();
    let mut out = out.lock();
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let started = std::time::Instant::now();
        let value = match themata_ingest::read(&path, &bytes, &Default::default()) {
            Err(error) => serde_json::json!({"file": path, "error": error.to_string()}),
            Ok((d, problems)) => serde_json::json!({
                "file": path, "text": d.text, "extraction": d.extraction, "language": d.language, "style": format!("{:?}", d.style),
                "turns": d.turns.iter().map(|t| serde_json::json!([d.speakers[t.speaker].label, t.body.map_or("", |b| b.of(&d.text)), t.timestamp.map(|t| t.0 as f64 / 1000.0)])).collect::<Vec<_>>(),
                "speakers": d.speakers.iter().map(|s| format!("{}={:?}", s.label, s.role)).collect::<Vec<_>>(),
                "ms": started.elapsed().as_secs_f64()*1000.0,
                "problems": problems.iter().map(ToString::to_string).collect::<Vec<_>>() }),
        };
        writeln!(out, "{value}").unwrap();
    }
}
