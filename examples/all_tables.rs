//! Every table from documents that the program makes itself: `cargo run --example all_tables`.

use framescope::{CsvFolder, Document, Mapper, Plan, Records, finish};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let plan = Plan::bundled("en")?;
    let (mut mapper, mut records) = (Mapper::new(&plan), Records::new());
    for day in 1..=9 {
        for (outlet, ruler) in [("The Harbour", "regime"), ("Quay Post", "government")] {
            let text = format!(
                "The {ruler} sent its militia into Ostrel on day {day}. “They liberated us,” a \
                 baker said, but the siege of the town went on until officials agreed to talks."
            );
            records.append(&mapper.map(&Document::new(format!("{outlet} {day}"), outlet, text)))?;
        }
    }
    let mut folder = CsvFolder::begin("framescope-out".as_ref(), true)?;
    let run = finish(&plan, records, &mut folder)?;
    println!("Tables: {}", folder.finish(&run)?.join("tables").display());
    Ok(())
}
