//! School numbers for new students whose row brings none.

use std::collections::HashMap;

use domain::ids::ClassId;
use domain::school::roster::Known;
use store::Tx;

use super::students::Placed;
use crate::school::numbers::{numbered, numbering};
use crate::shell::{WebError, WebResult};

/// A number for every new row, in the order of the rows.
pub(super) async fn give_numbers(tx: &Tx, known: &Known, new: &[Placed]) -> WebResult<Vec<String>> {
    let structure = store::school::structure(tx).await?;
    let mut numbering = numbering(&structure, known);
    let mut without: HashMap<ClassId, usize> = HashMap::new();
    for (_, class, row) in new {
        match &row.school_number {
            Some(number) => numbering.reserve(number),
            None => *without.entry(*class).or_default() += 1,
        }
    }
    // In the order of the classes, so that the same file gives the same numbers.
    let mut given = HashMap::new();
    for class in &structure.classes {
        if let Some((class, count)) = numbered(&structure, class).zip(without.get(&class.id)) {
            let numbers = numbering.give(&class, *count);
            let numbers =
                numbers.map_err(|why| WebError::refused(format!("{}：{why}", class.name)))?;
            given.insert(class.id, numbers.into_iter());
        }
    }
    let number = |(_, class, row): &Placed| match &row.school_number {
        Some(number) => Some(number.clone()),
        None => given.get_mut(class)?.next(),
    };
    let numbers: Option<Vec<String>> = new.iter().map(number).collect();
    numbers.ok_or_else(|| WebError::internal("a class has no number to give"))
}
