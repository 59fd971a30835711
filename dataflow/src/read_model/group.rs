//! Groups of views: one list each, from which come the views as collections, their rows as one type, and their tables.

/// A group of views: their collections, their rows as one type, and their tables. Rows of a type that another view has
/// too say their key there.
macro_rules! group {
    (
        $(#[$doc:meta])* $views:ident, $row:ident, $tables:ident;
        $($(#[$view_doc:meta])* $view:ident: $variant:ident($type:ty) $(by $key:ty = |$this:ident| $of:expr)?;)*
    ) => {
        $(#[$doc])*
        pub struct $views<'scope> {
            $($(#[$view_doc])* pub $view: crate::graph::Rows<'scope, $type>,)*
        }

        /// A row of one of these views.
        #[derive(
            Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub enum $row {
            $(
                #[doc = concat!("Of `", stringify!($view), "`.")]
                $variant($type),
            )*
        }

        /// The tables of these views.
        #[derive(Default)]
        pub struct $tables {
            $($(#[$view_doc])* pub $view: $crate::read_model::Table<$type>,)*
        }

        impl $tables {
            /// Notes every change of these views from now on.
            pub(crate) fn follow(&self, views: $views<'_>, probe: &timely::dataflow::operators::probe::Handle<u64>) {
                $(self.$view.follow(views.$view, concat!("table ", stringify!($view)), probe);)*
            }

            /// From now on changes are applied as they come.
            pub(crate) fn apply_from_now(&mut self) {
                $(self.$view.apply_from_now();)*
            }

            /// Forgets what has gone, at the end of a round.
            pub(crate) fn tidy(&mut self) {
                $(self.$view.tidy();)*
            }

            /// What was noted, instead of applying it.
            pub(crate) fn noted(&mut self) -> impl Iterator<Item = ($row, isize)> {
                let mut changes = Vec::new();
                $(changes.extend(self.$view.noted().into_iter().map(|(row, diff)| ($row::$variant(row), diff)));)*
                changes.into_iter()
            }

            /// Every row of these tables.
            pub fn rows(&self) -> impl Iterator<Item = $row> {
                let mut rows = Vec::new();
                $(self.$view.for_each(|row| rows.push($row::$variant(row.clone())));)*
                rows.into_iter()
            }
        }

        $($(
            impl $crate::read_model::Keyed for $type {
                type Key = $key;

                fn key(&self) -> $key {
                    let $this = self;
                    $of
                }
            }
        )?)*
    };
}
pub(crate) use group;
