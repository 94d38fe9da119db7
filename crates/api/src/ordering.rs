//! The orders that lists are asked for in.

use async_graphql::Enum;

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum OrderDirection {
    /// The smallest or oldest first.
    Asc,
    /// The greatest or newest first.
    Desc,
}

/// Declares by what a list can be ordered, and the input that says so: the names of both, the order
/// that the use cases know with its fields, and what each is called here.
macro_rules! ordering {
    (
        $(#[doc = $by_doc:literal])+ $by:ident,
        $(#[doc = $doc:literal])+ $name:ident: $order:ident by $key:ident
        { $($(#[doc = $field_doc:literal])+ $here:ident = $there:ident,)+ }
    ) => {
        $(#[doc = $by_doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
        pub(crate) enum $by {
            $($(#[doc = $field_doc])+ $here,)+
        }

        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, async_graphql::InputObject)]
        pub(crate) struct $name {
            /// By what.
            field: $by,
            /// Which end comes first.
            direction: $crate::ordering::OrderDirection,
        }

        impl $name {
            /// The order asked for, or the usual one.
            fn read(order: Option<Self>) -> $order {
                order.map_or_else($order::default, |order| $order {
                    field: match order.field {
                        $($by::$here => $key::$there,)+
                    },
                    descending: order.direction == $crate::ordering::OrderDirection::Desc,
                })
            }
        }
    };
}
pub(crate) use ordering;
