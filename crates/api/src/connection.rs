//! Connections (Relay Cursor Connections specification).

use std::sync::Arc;

use async_graphql::{Context, connection::PageInfo};
use futures_util::future::BoxFuture;
use maillage_domain::policy::Actor;
use maillage_usecases::{Error, Page, PageRequest, Platform};

use crate::{context::ContextExt, error::Result};

/// Elements of a page when the client does not say how many.
pub(crate) const DEFAULT_PAGE: u64 = 20;

type Counted<'a> = BoxFuture<'a, std::result::Result<u64, Error>>;

/// How the elements of the whole list are counted, if anybody asks.
pub(crate) struct Counter(Box<dyn Fn() -> Counted<'static> + Send + Sync>);

impl Counter {
    /// Counts a list by a use case, called only when `totalCount` is asked for and the page does not
    /// tell.
    pub(crate) fn new<L: Clone + Send + Sync + 'static>(
        ctx: &Context<'_>,
        list: L,
        count: for<'a> fn(&'a Platform, &'a Actor, &'a L) -> Counted<'a>,
    ) -> Self {
        let (platform, actor) = (ctx.platform().clone(), Arc::clone(&ctx.request().actor));
        Self(Box::new(move || {
            let (platform, actor, list) = (platform.clone(), Arc::clone(&actor), list.clone());
            Box::pin(async move { count(&platform, &actor, &list).await })
        }))
    }
}

/// How many elements the list has that a page is of.
pub(crate) async fn total<T>(page: &Page<T>, counter: &Counter) -> Result<i32> {
    let count = match page.total {
        Some(total) => total,
        None => (counter.0)().await?,
    };
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}

/// Reads the paging arguments of a connection in this order.
pub(crate) fn page_request(
    first: Option<i32>,
    after: Option<&str>,
    last: Option<i32>,
    before: Option<&str>,
    order: &str,
) -> Result<PageRequest> {
    PageRequest::parse(first, after, last, before, order, DEFAULT_PAGE)
        .map_err(|(argument, problem)| Error::invalid(argument, problem).into())
}

/// What `pageInfo` says of a page.
pub(crate) fn page_info<T>(page: &Page<T>) -> PageInfo {
    PageInfo {
        has_previous_page: page.has_previous,
        has_next_page: page.has_next,
        start_cursor: page.items.first().map(|(cursor, _)| cursor.encode()),
        end_cursor: page.items.last().map(|(cursor, _)| cursor.encode()),
    }
}

/// Declares the connection and edge types of a node.
macro_rules! connection {
    ($(#[doc = $doc:literal])+ $connection:ident, $edge:ident, $node:ty) => {
        $(#[doc = $doc])+
        pub(crate) struct $connection {
            pub(crate) page: maillage_usecases::Page<$node>,
            pub(crate) counter: $crate::connection::Counter,
        }

        /// An element of a list and its position.
        #[derive(async_graphql::SimpleObject)]
        pub(crate) struct $edge {
            /// The position, for `after` and `before`.
            cursor: String,
            /// The element.
            node: $node,
        }

        $(#[doc = $doc])+
        #[async_graphql::Object]
        impl $connection {
            /// The elements with their positions.
            async fn edges(&self) -> Vec<$edge> {
                let items = self.page.items.iter();
                items.map(|(cursor, node)| $edge { cursor: cursor.encode(), node: node.clone() }).collect()
            }

            /// The elements alone.
            async fn nodes(&self) -> Vec<$node> {
                self.page.items.iter().map(|(_, node)| node.clone()).collect()
            }

            /// Whether there is more, and where.
            async fn page_info(&self) -> async_graphql::connection::PageInfo {
                $crate::connection::page_info(&self.page)
            }

            /// How many elements the whole list has; computed only when asked for.
            async fn total_count(&self) -> $crate::error::Result<i32> {
                $crate::connection::total(&self.page, &self.counter).await
            }
        }
    };
}
pub(crate) use connection;
