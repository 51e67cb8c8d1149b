use std::collections::{BTreeMap, HashMap as Map, hash_map::{self, Entry}};
use crate::cart::*;
extern crate serde as de;

pub const LIMIT: usize = 10;
static mut COUNT: u32 = 0;
pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, Clone)]
pub struct Cart<'a, T> {
    pub items: Vec<&'a T>,
    total: u64,
}

pub struct Price(pub u64, String);

pub enum Event {
    Added,
    Moved { from: usize, to: usize },
    Failed(Error) = 3,
}

pub trait Store: Send + Sync {
    const SIZE: usize = 1;
    type Key;
    fn get(&self, key: &Self::Key) -> Option<String>;
    fn clear(&mut self) {}
}

impl<'a, T: Clone> Cart<'a, T> {
    pub const EMPTY: u8 = 0;
    pub fn new(mut items: Vec<&'a T>, (low, high): (u8, u8), _: u8) -> Self {
        let local = 1;
        const INNER: u8 = 1;
        fn nested(x: u8) {}
        unimplemented!()
    }
    pub(crate) async fn add(&mut self, item: &'a T) -> Result<()> {}
    fn hidden(self: Box<Self>) {}
}

impl<T> fmt::Display for Cart<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {}
}

#[macro_export]
macro_rules! cart {
    ($($x:expr),*) => {};
}

extern "C" {
    pub fn open(path: *const c_char, ...) -> c_int;
}

pub mod util {
    pub fn parse(text: impl Into<String>) {}
}

#[cfg(test)]
mod tests {
    fn helper() {}
}
