//! A client in Rust, which openapi-to-rust makes of the document for clients, and a program that handles each code of a checkout.

use crate::{
    carts_api::Carts,
    tools::{run, tool, workspace},
};
use lambda_api_errors::Integration;
use std::{fs, path::PathBuf};

#[test]
fn a_generated_client_in_rust_tells_each_code_apart() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("rust_client");
    let custom = Carts::served(Integration::Custom, &folder);
    fs::create_dir_all(folder.join("src")).expect("a folder");
    for file in [
        "Cargo.toml",
        "Cargo.lock",
        "src/generate.rs",
        "src/client.rs",
    ] {
        let source = workspace().join("tests/deploy/rust").join(file);
        fs::copy(source, folder.join(file)).expect("a file");
    }
    let program = |name: &str| {
        let mut command = tool(env!("CARGO"));
        command
            .current_dir(&folder)
            .args(["run", "--quiet", "--locked", "--bin", name, "--"]);
        command
    };
    run(program("generate")
        .arg(&custom.clients_document)
        .arg("src/generated"));
    let proxy = Carts::served(Integration::Proxy, &folder);
    for carts in [custom, proxy] {
        assert_eq!(
            run(program("client").arg(&carts.address)),
            "there is no cart 18446744073709551615
call us: RecordDamaged
put something into cart 1
correct NotAToken a card token starts with `tok_`
another card: insufficient funds
wait for 30 s
pay again: PaymentTimeout
paid 90 cents
"
        );
    }
}
