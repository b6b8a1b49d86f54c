//! The service's command. `--help` tells more.

use clap::Parser;
use frontdesk_service::{Options, Service, verify};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let options = Options::parse();
    let data = data_of(&options);
    let result =
        if options.verify { verify(&options, &data).map(|told| println!("{told}")) } else { run(&options, &data) };
    if options.demo && options.data.is_none() {
        // It was made for this demo alone; what cannot be removed the system tidies up.
        let _ = std::fs::remove_dir_all(&data);
    }
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("frontdesk-service: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn data_of(options: &Options) -> PathBuf {
    match &options.data {
        Some(data) => data.clone(),
        None if options.demo => std::env::temp_dir().join(format!("frontdesk-demo-{}", std::process::id())),
        None => PathBuf::from("frontdesk-data"),
    }
}

fn run(options: &Options, data: &Path) -> Result<(), String> {
    let service = Service::start(options, data)?;
    println!("listening on http://{}", service.address());
    if let Some(path) = service.token_file() {
        println!("tokens are in {}", path.display());
    }
    service.run()
}
