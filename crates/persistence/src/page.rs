//! Keyset pages: stable under inserts, no offset, an opaque cursor bound to its order.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use maillage_domain::{Problem, ProblemCode};
use uuid::Uuid;

/// Most elements of a page.
pub const MOST: u64 = 100;

/// A position in a list: the sort key of an element (none where the id alone orders) and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    order: String,
    key: Option<String>,
    id: Uuid,
}

impl Cursor {
    /// The position of an element in a list of this order.
    pub fn new(order: impl Into<String>, key: Option<String>, id: Uuid) -> Self {
        Self {
            order: order.into(),
            key,
            id,
        }
    }

    /// The form handed to clients.
    pub fn encode(&self) -> String {
        let key = self
            .key
            .as_deref()
            .map(|key| format!(":{key}"))
            .unwrap_or_default();
        URL_SAFE_NO_PAD.encode(format!("{}:{}{key}", self.order, self.id.simple()))
    }

    /// Reads a cursor of a list of this order.
    ///
    /// # Errors
    /// `MALFORMED`; `INCONSISTENT` (fact `with`) for a cursor of another order.
    pub fn decode(text: &str, order: &str) -> Result<Self, Problem> {
        let malformed = || Problem::new(ProblemCode::Malformed);
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| malformed())?;
        let text = String::from_utf8(bytes).map_err(|_| malformed())?;
        // No sort key holds one, and PostgreSQL takes none.
        if text.contains('\0') {
            return Err(malformed());
        }
        let mut parts = text.splitn(3, ':');
        let (Some(given), Some(id)) = (parts.next(), parts.next()) else {
            return Err(malformed());
        };
        let id = Uuid::try_parse(id).map_err(|_| malformed())?;
        if given != order {
            return Err(Problem::new(ProblemCode::Inconsistent).with("with", "orderBy"));
        }
        Ok(Self {
            order: given.to_owned(),
            key: parts.next().map(str::to_owned),
            id,
        })
    }

    /// The sort key of the element, if the order has one.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The id of the element.
    pub fn id(&self) -> Uuid {
        self.id
    }
}

/// Which way a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// `first` elements `after` a cursor.
    Forward,
    /// `last` elements `before` a cursor.
    Backward,
}

impl Direction {
    /// The argument that gives the cursor.
    pub(crate) fn argument(self) -> &'static str {
        match self {
            Self::Forward => "after",
            Self::Backward => "before",
        }
    }
}

/// The page wanted: at most `limit` elements from one side of a cursor, or of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// 1 to [`MOST`].
    pub limit: u64,
    /// Where to start; at the beginning or the end without.
    pub cursor: Option<Cursor>,
    /// Which way.
    pub direction: Direction,
}

impl PageRequest {
    /// The first `limit` elements.
    pub fn first(limit: u64) -> Self {
        Self {
            limit,
            cursor: None,
            direction: Direction::Forward,
        }
    }

    /// The last `limit` elements.
    pub fn last(limit: u64) -> Self {
        Self {
            direction: Direction::Backward,
            ..Self::first(limit)
        }
    }

    /// Whether it is the beginning of the list that is wanted.
    pub fn begins_the_list(&self) -> bool {
        self.cursor.is_none() && self.direction == Direction::Forward
    }

    /// Reads the arguments of a connection (Relay Cursor Connections). Without `first` and `last`
    /// it is the first `default`.
    ///
    /// # Errors
    /// The field and what is wrong with it: both directions at once, a size outside 1 to 100, a
    /// cursor that is not of this order.
    pub fn parse(
        first: Option<i32>,
        after: Option<&str>,
        last: Option<i32>,
        before: Option<&str>,
        order: &str,
        default: u64,
    ) -> Result<Self, (&'static str, Problem)> {
        if first.is_some() && last.is_some() {
            return Err((
                "last",
                Problem::new(ProblemCode::Inconsistent).with("with", "first"),
            ));
        }
        let backward = last.is_some() || (first.is_none() && before.is_some());
        if backward && after.is_some() {
            return Err((
                "after",
                Problem::new(ProblemCode::Inconsistent).with("with", "before"),
            ));
        }
        if !backward && before.is_some() {
            return Err((
                "before",
                Problem::new(ProblemCode::Inconsistent).with("with", "first"),
            ));
        }
        let (size_field, size, cursor, direction) = if backward {
            ("last", last, before, Direction::Backward)
        } else {
            ("first", first, after, Direction::Forward)
        };
        let limit = match size {
            None => default,
            Some(size) => u64::try_from(size)
                .ok()
                .filter(|size| (1..=MOST).contains(size))
                .ok_or_else(|| {
                    (
                        size_field,
                        Problem::new(ProblemCode::OutOfRange)
                            .with("min", 1)
                            .with("max", MOST),
                    )
                })?,
        };
        let cursor = cursor
            .map(|cursor| Cursor::decode(cursor, order))
            .transpose()
            .map_err(|problem| (direction.argument(), problem))?;
        Ok(Self {
            limit,
            cursor,
            direction,
        })
    }
}

/// One page of a list, each element with its cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The elements in the order of the list, whichever way it was read.
    pub items: Vec<(Cursor, T)>,
    /// Whether elements follow.
    pub has_next: bool,
    /// Whether elements precede.
    pub has_previous: bool,
    /// How many elements the whole list has, where reading the page has told it.
    pub total: Option<u64>,
}

impl<T> Page<T> {
    /// Makes a page of up to `limit + 1` rows, read in the direction of the request.
    pub fn of_rows(request: &PageRequest, mut rows: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Self {
        let more = rows.len() as u64 > request.limit;
        if more {
            rows.pop();
        }
        let inside = request.cursor.is_some();
        let (has_next, has_previous) = match request.direction {
            Direction::Forward => (more, inside),
            Direction::Backward => {
                rows.reverse();
                (inside, more)
            }
        };
        let whole = !has_next && !has_previous;
        Self {
            total: whole.then_some(rows.len() as u64),
            items: rows.into_iter().map(|row| (cursor(&row), row)).collect(),
            has_next,
            has_previous,
        }
    }

    /// The page of a list without any elements.
    pub fn empty() -> Self {
        Self {
            items: Vec::new(),
            has_next: false,
            has_previous: false,
            total: Some(0),
        }
    }

    /// The elements without their cursors.
    pub fn into_items(self) -> impl Iterator<Item = T> {
        self.items.into_iter().map(|(_, item)| item)
    }

    /// The same page of other elements.
    pub fn map<U>(self, mut other: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self
                .items
                .into_iter()
                .map(|(cursor, item)| (cursor, other(item)))
                .collect(),
            has_next: self.has_next,
            has_previous: self.has_previous,
            total: self.total,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_only_in_the_order_it_was_made_for() {
        let cursor = Cursor::new("NAME_ASC", Some("réemploi: 2".into()), Uuid::from_u128(7));
        let text = cursor.encode();
        assert_eq!(Cursor::decode(&text, "NAME_ASC"), Ok(cursor));
        assert_eq!(
            Cursor::decode(&text, "CREATED_DESC")
                .expect_err("other order")
                .code,
            ProblemCode::Inconsistent
        );
        assert_eq!(
            Cursor::decode("%%%", "NAME_ASC")
                .expect_err("no cursor")
                .code,
            ProblemCode::Malformed
        );
        let nul = Cursor::new("NAME_ASC", Some("a\0".into()), Uuid::from_u128(7)).encode();
        assert_eq!(
            Cursor::decode(&nul, "NAME_ASC").expect_err("a NUL").code,
            ProblemCode::Malformed
        );
    }

    #[test]
    fn a_page_is_asked_for_in_one_direction_only() {
        assert_eq!(
            PageRequest::parse(Some(1), None, Some(1), None, "A", 20)
                .expect_err("both")
                .0,
            "last"
        );
        assert_eq!(
            PageRequest::parse(Some(1), None, None, Some("x"), "A", 20)
                .expect_err("mixed")
                .0,
            "before"
        );
        assert_eq!(
            PageRequest::parse(Some(101), None, None, None, "A", 20)
                .expect_err("too many")
                .0,
            "first"
        );
        assert_eq!(
            PageRequest::parse(None, None, Some(0), None, "A", 20)
                .expect_err("none")
                .0,
            "last"
        );
        assert_eq!(
            PageRequest::parse(None, None, None, None, "A", 20).map(|page| page.limit),
            Ok(20)
        );
    }

    #[test]
    fn a_page_read_backward_is_in_the_order_of_the_list() {
        let request = PageRequest {
            limit: 2,
            cursor: None,
            direction: Direction::Backward,
        };
        let page = Page::of_rows(&request, vec![9, 8, 7], |number| {
            Cursor::new("A", None, Uuid::from_u128(*number))
        });
        assert_eq!(
            page.items
                .iter()
                .map(|(_, number)| *number)
                .collect::<Vec<_>>(),
            [8, 9]
        );
        assert!(page.has_previous && !page.has_next);
        assert_eq!(page.total, None);
    }

    #[test]
    fn a_page_that_is_the_whole_list_knows_how_many_there_are() {
        let whole = |rows| Page::of_rows(&PageRequest::first(2), rows, |_| a_cursor()).total;
        assert_eq!(whole(vec![1]), Some(1));
        assert_eq!(whole(vec![1, 2]), Some(2));
        assert_eq!(whole(vec![1, 2, 3]), None, "there are more");
        let later = PageRequest {
            cursor: Some(a_cursor()),
            ..PageRequest::first(2)
        };
        assert_eq!(Page::of_rows(&later, vec![3], |_| a_cursor()).total, None);
    }

    fn a_cursor() -> Cursor {
        Cursor::new("A", None, Uuid::nil())
    }
}
