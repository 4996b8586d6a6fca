//! `generate DOCUMENT FOLDER`: writes the client of a document, in JSON, into a folder.

use openapi_to_rust::{CodeGenerator, GeneratorConfig, SchemaAnalyzer};
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(document), Some(folder)) = (arguments.next(), arguments.next()) else {
        return Err("usage: generate DOCUMENT FOLDER".into());
    };
    let read = serde_json::from_str(&fs::read_to_string(&document)?)?;
    let mut analysis = SchemaAnalyzer::new(read)?.analyze()?;
    let generator = CodeGenerator::new(GeneratorConfig {
        spec_path: document.into(),
        output_dir: folder.into(),
        enable_async_client: true,
        tracing_enabled: false,
        ..GeneratorConfig::default()
    });
    let files = generator.generate_all(&mut analysis)?;
    Ok(generator.write_files(&files)?)
}
