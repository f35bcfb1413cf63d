//! How far a long piece of work has come, told to whoever waits for it.

/// What all of a piece of work is.
const ALL: usize = 100;

/// Tells how many hundredths of a piece of work are done. What its parts take is reckoned by what they take on a
/// large study, so that the time left can be told from the time gone.
#[derive(Clone, Copy)]
pub struct Headway<'a> {
    hear: &'a dyn Fn(usize),
    /// The hundredths that this part of the work begins and ends with.
    from: usize,
    to: usize,
}

impl std::fmt::Debug for Headway<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Headway").field("from", &self.from).field("to", &self.to).finish_non_exhaustive()
    }
}

impl<'a> Headway<'a> {
    /// All of a piece of work; `hear` is given the hundredths that are done, from 0 to 100.
    pub fn of(hear: &'a dyn Fn(usize)) -> Headway<'a> {
        hear(0);
        Headway { hear, from: 0, to: ALL }
    }

    /// Work that nobody waits for.
    pub fn unheard() -> Headway<'static> {
        Headway { hear: &|_| (), from: 0, to: ALL }
    }

    /// The part of this work from one hundredth of it to another.
    pub(crate) fn part(self, from: usize, to: usize) -> Headway<'a> {
        let at = |hundredth: usize| self.from + (self.to - self.from) * hundredth.min(ALL) / ALL;
        Headway { hear: self.hear, from: at(from), to: at(to) }
    }

    /// So many steps of `all` are done.
    pub(crate) fn step(self, done: usize, all: usize) {
        (self.hear)(self.from + (self.to - self.from) * done.min(all) / all.max(1));
    }

    /// So many hundredths are done.
    pub(crate) fn at(self, hundredth: usize) {
        self.step(hundredth, ALL);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::Headway;

    #[test]
    fn parts_of_parts_of_the_work_are_told_as_hundredths_of_the_whole() {
        let heard = RefCell::new(Vec::new());
        let hear = |done: usize| heard.borrow_mut().push(done);
        let whole = Headway::of(&hear);
        let half = whole.part(0, 50);
        half.step(1, 2);
        half.part(50, 100).step(4, 4);
        whole.at(90);
        whole.part(90, 100).step(0, 0);
        whole.at(100);
        assert_eq!(heard.into_inner(), [0, 25, 50, 90, 90, 100]);
    }
}
