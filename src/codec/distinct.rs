//! Names that must not occur twice in a list.

use std::collections::HashSet;

/// Up to so many names, comparing with each is cheaper than a table, which is not even made.
const FEW: usize = 16;

/// Tells whether a name is in a growing list already, whatever its case, without comparing it with each one of a long
/// list: a hostile text would make the reader's time quadratic.
#[derive(Default)]
pub struct Distinct {
    seen: Option<HashSet<String>>,
}

impl Distinct {
    /// Is `name` another one than all in `list`? The caller then appends it, or stops. `list` grows by that alone.
    pub fn is_new<T>(&mut self, list: &[T], of: impl Fn(&T) -> &str, name: &str) -> bool {
        if list.len() < FEW {
            return !list.iter().any(|one| of(one).eq_ignore_ascii_case(name));
        }
        let folded = |one: &T| of(one).to_ascii_lowercase();
        let seen = self.seen.get_or_insert_with(|| list.iter().map(folded).collect());
        seen.insert(name.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    /// Takes the names one by one: how many of the list were looked at, and the name that was there already.
    fn take(names: &[String]) -> (usize, Option<&str>) {
        let looked = Cell::new(0);
        let (mut distinct, mut list) = (Distinct::default(), Vec::<&str>::new());
        for name in names {
            if !distinct.is_new(&list, |one| counted(one, &looked), name) {
                return (looked.get(), Some(name));
            }
            list.push(name);
        }
        (looked.get(), None)
    }

    fn counted<'a>(one: &'a str, looked: &Cell<usize>) -> &'a str {
        looked.set(looked.get() + 1);
        one
    }

    fn names(count: usize) -> Vec<String> {
        (0..count).map(|index| format!("Name{index}")).collect()
    }

    #[test]
    fn a_name_is_found_again_in_any_case_at_every_length() {
        for count in 1..4 * FEW {
            for again in 0..count {
                let mut all = names(count);
                all.push(format!("nAME{again}"));
                assert_eq!(take(&all).1, Some(all[count].as_str()), "{again} of {count}");
            }
            assert_eq!(take(&names(count)).1, None);
        }
    }

    #[test]
    fn a_longer_list_is_not_looked_at_more_often() {
        let once = take(&names(2 * FEW)).0;
        for doubled in [4 * FEW, 64 * FEW, 1024 * FEW] {
            assert_eq!(take(&names(doubled)).0, once);
        }
    }
}
