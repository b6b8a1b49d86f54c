//! The house rules, held by a test.
//!
//! | file | asks |
//! | --- | --- |
//! | `house` | which module may name which, how long a file may be, what must not stay in one |
//! | `floors` | inside the engine: do calls go down only, and who changes the state? |
//! | `text` | how the files are read |

mod floors;
mod house;
mod text;
