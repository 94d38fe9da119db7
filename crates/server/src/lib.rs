//! The binary `maillage` as a library, so that tests serve the real thing: configuration, command
//! line, HTTP, mail, and the wiring of one instance. No rule is in here.

#![warn(missing_docs)]
// The roots of the contract are merged one into the other, so that what answers a request is nested
// as deep as there are capabilities.
#![recursion_limit = "256"]

pub mod commands;
pub mod demo;
pub mod files;
mod hexadecimal;
pub mod http;
pub mod instance;
pub mod keys;
pub mod logs;
pub mod mailer;
pub mod settings;
pub mod tls;
