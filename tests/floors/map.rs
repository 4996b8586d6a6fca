//! ARCHITECTURE.md → the order of crates and of their modules.
//!
//! A line `runtime/src/` starts a crate. Each line below it that is indented by two spaces starts with modules, as files
//! (`error.rs`) or folders (`body/`), with commas between them; what follows after two more spaces is a remark. A line that is
//! indented further is about the inside of a module.

/// One crate of the map.
pub(crate) struct Floors {
    /// Its folder of sources, from the repository's root.
    pub(crate) source: String,
    /// Its top-level modules, lowest first.
    pub(crate) modules: Vec<String>,
}

impl Floors {
    /// Which floor a module stands on; `None` when the map does not have it.
    pub(crate) fn floor(&self, module: &str) -> Option<usize> {
        self.modules.iter().position(|other| other == module)
    }
}

/// The crates that `architecture` orders, lowest first.
pub(crate) fn read(architecture: &str) -> Vec<Floors> {
    let mut crates: Vec<Floors> = Vec::new();
    let mut inside = false;
    for line in architecture.lines() {
        let name = line.split_whitespace().next().unwrap_or_default();
        if let Some(source) = name.strip_suffix('/')
            && !line.starts_with(' ')
        {
            inside = source.ends_with("/src");
            if inside {
                crates.push(Floors {
                    source: source.to_owned(),
                    modules: Vec::new(),
                });
            }
        } else if let Some(modules) = line.strip_prefix("  ")
            && inside
            && !modules.starts_with(' ')
        {
            let modules = modules.split("  ").next().unwrap_or_default();
            let floors = crates.last_mut().expect("a crate is open");
            floors.modules.extend(modules.split(", ").map(module));
        } else if !line.starts_with(' ') {
            inside = false;
        }
    }
    crates
}

fn module(name: &str) -> String {
    let module = name.strip_suffix('/').or_else(|| name.strip_suffix(".rs"));
    module
        .unwrap_or_else(|| {
            panic!("ARCHITECTURE.md's map: `{name}` is neither a file `….rs` nor a folder `…/`")
        })
        .to_owned()
}

#[test]
fn the_order_is_that_of_reading() {
    let crates = read(
        "# Title\n```text\none/src/   the first\n  a.rs, b/   two\n    b/inside.rs   not a floor\n  c.rs\ntests/   no crate\n  d.rs\n```\n",
    );
    let [one] = &*crates else { panic!("one crate") };
    assert_eq!(
        (&*one.source, &*one.modules.join(" ")),
        ("one/src", "a b c")
    );
    assert_eq!(one.floor("c"), Some(2));
    assert_eq!(one.floor("d"), None);
}
