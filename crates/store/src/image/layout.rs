//! One row in memory. Rows of a table have the same columns in the same order, whose names they share:
//! an op may change ten thousand rows.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::Value;

type Names = Arc<Vec<String>>;

/// All columns of a row but `rowid`, with their values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Image {
    names: Names,
    values: Vec<Value>,
}

thread_local! {
    /// The columns of the row read last, which mostly are those of the next.
    static LAST: RefCell<Names> = RefCell::default();
}

impl Image {
    pub(crate) fn new() -> Self {
        Image::default()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.names.iter().position(|own| own == name).and_then(|at| self.values.get(at))
    }

    pub(crate) fn contains_key(&self, name: &str) -> bool {
        self.names.iter().any(|own| own == name)
    }

    /// Sets the value of a column, which is added at the end when it is not there.
    pub(crate) fn insert(&mut self, name: String, value: Value) {
        match self.names.iter().position(|own| *own == name) {
            Some(at) => self.values[at] = value,
            None => {
                Arc::make_mut(&mut self.names).push(name);
                self.values.push(value);
            }
        }
    }

    /// Takes a column out.
    pub(crate) fn remove(&mut self, name: &str) -> Option<Value> {
        let at = self.names.iter().position(|own| own == name)?;
        Arc::make_mut(&mut self.names).remove(at);
        Some(self.values.remove(at))
    }

    /// The columns with their values, in the order of the row.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.names.iter().zip(&self.values)
    }

    /// Whether two rows have the same columns in the same order.
    fn is_alike(&self, other: &Image) -> bool {
        Arc::ptr_eq(&self.names, &other.names) || self.names == other.names
    }

    /// Whether two images say the same; a column that one of them does not know yet is empty.
    pub(crate) fn says(&self, other: &Image) -> bool {
        if self.is_alike(other) {
            return self.values == other.values;
        }
        let agrees =
            |a: &Image, b: &Image| a.iter().all(|(name, value)| b.get(name).unwrap_or(&Value::Null) == value);
        agrees(self, other) && agrees(other, self)
    }
}

/// In whatever order the columns are.
impl PartialEq for Image {
    fn eq(&self, other: &Image) -> bool {
        if self.is_alike(other) {
            return self.values == other.values;
        }
        self.values.len() == other.values.len()
            && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl Extend<(String, Value)> for Image {
    fn extend<I: IntoIterator<Item = (String, Value)>>(&mut self, columns: I) {
        columns.into_iter().for_each(|(name, value)| self.insert(name, value));
    }
}

impl FromIterator<(String, Value)> for Image {
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(columns: I) -> Self {
        let mut image = Image::new();
        image.extend(columns);
        image
    }
}

impl IntoIterator for Image {
    type Item = (String, Value);
    type IntoIter = std::iter::Zip<std::vec::IntoIter<String>, std::vec::IntoIter<Value>>;

    fn into_iter(self) -> Self::IntoIter {
        Arc::unwrap_or_clone(self.names).into_iter().zip(self.values)
    }
}

impl<'de> Deserialize<'de> for Image {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Columns)
    }
}

/// Reads the columns of a row.
struct Columns;

impl<'de> Visitor<'de> for Columns {
    type Value = Image;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of columns")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Image, A::Error> {
        let names = LAST.with_borrow(Arc::clone);
        let mut image = Image { values: Vec::with_capacity(names.len()), names };
        // While the columns come as in the row before, no name is written down.
        let mut other: Option<String> = None;
        while let Some(name) =
            map.next_key_seed(Expected(image.names.get(image.values.len()).map(String::as_str)))?
        {
            if name.is_some() {
                other = name;
                break;
            }
            image.values.push(map.next_value()?);
        }
        if image.values.len() < image.names.len() {
            Arc::make_mut(&mut image.names).truncate(image.values.len());
        }
        let is_new = other.is_some();
        while let Some(name) = other {
            image.insert(name, map.next_value()?);
            other = map.next_key()?;
        }
        if is_new {
            LAST.set(Arc::clone(&image.names));
        }
        Ok(image)
    }
}

/// Reads the name of a column: `None` when it is the one expected.
struct Expected<'a>(Option<&'a str>);

impl<'de> DeserializeSeed<'de> for Expected<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Expected<'_> {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a column")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok((self.0 != Some(name)).then(|| name.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Image {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn rows_of_other_columns_than_the_row_before_are_read_whole() {
        let texts = [
            r#"{"uuid":"a","name":"x","memo":null}"#,
            r#"{"uuid":"b","name":"y","memo":"z"}"#,
            r#"{"uuid":"c","name":"y"}"#,
            r#"{"name":"y","uuid":"d","n":3}"#,
            "{}",
            r#"{"uuid":"e","name":"x","memo":1,"more":2}"#,
        ];
        for text in texts {
            let image = read(text);
            let said: Vec<String> = image.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            assert_eq!(format!("{{{}}}", said.join(",")), text);
        }
        // A column that comes twice has the last value.
        assert_eq!(read(r#"{"uuid":"a","uuid":"b"}"#).get("uuid").unwrap(), "b");
        assert!(serde_json::from_str::<Image>("[1]").is_err());
    }

    #[test]
    fn a_column_that_is_not_known_says_as_much_as_an_empty_one() {
        let (one, other) = (read(r#"{"a":1,"b":null}"#), read(r#"{"a":1}"#));
        assert!(one.says(&other) && other.says(&one));
        assert!(!one.says(&read(r#"{"a":1,"b":0}"#)));
    }
}
