//! `saturation`: the codes that each interview added, and how many there are up to it.

use themata_model::Figure;
use themata_model::figure::{Accumulation, AccumulationStep};

use crate::TableError;
use crate::context::Context;
use crate::saturation::{Saturation, SourceOrder, Step};

pub(super) fn figure(context: &Context<'_>) -> Result<Figure, TableError> {
    let found = Saturation::new(context, "figure")?;
    let step = |step: &Step<'_>| AccumulationStep {
        label: step.source.key.to_string(),
        detail: step.source.date.as_deref().unwrap_or_default().trim().to_string(),
        new: u64::try_from(step.new.len()).unwrap_or(u64::MAX),
        total: u64::try_from(step.total).unwrap_or(u64::MAX),
    };
    let sources = if context.options.all_sources { "sources" } else { "interviews" };
    let order = match context.options.order {
        SourceOrder::Date => "in order of date",
        SourceOrder::Study => "in the order of the study",
    };
    Ok(Figure::Accumulation(Accumulation {
        title: context.options.title(context.study, &format!("New {} by interview", found.level)),
        steps_unit: format!("{sources} {order}"),
        unit: found.level.clone(),
        steps: found.steps.iter().map(step).collect(),
        notes: found.notes(context),
    }))
}
