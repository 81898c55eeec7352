//! The program embeds the style sheet and scripts that Node.js builds: says so where they are missing.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if !Path::new("../../assets/dist/app.css").is_file() {
        println!("cargo::error=assets/dist is missing: run `cargo x assets` once, it builds it");
    }
}
