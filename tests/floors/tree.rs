//! A crate's sources → its modules, each with its items and with the names that it uses.

use crate::names::{self, Import, Name};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use syn::{Item, ItemMod};

/// The path of a module inside its crate; the root's is empty.
pub(crate) type ModulePath = Vec<String>;

#[derive(Debug, Default)]
pub(crate) struct Module {
    /// From the repository's root.
    pub(crate) file: String,
    pub(crate) items: BTreeSet<String>,
    pub(crate) names: Vec<Name>,
}

#[derive(Debug)]
pub(crate) struct Crate {
    /// As a path names it.
    pub(crate) name: String,
    pub(crate) modules: BTreeMap<ModulePath, Module>,
    /// The modules of the macros that the crate exports.
    pub(crate) macros: BTreeMap<String, ModulePath>,
}

/// The text of a file, by its path from the repository's root.
pub(crate) type Read<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Crate {
    /// The crate whose root is `lib.rs` in the folder `source`.
    pub(crate) fn read(source: &str, read: Read<'_>) -> Self {
        let folder = source.strip_suffix("/src").unwrap_or(source);
        let manifest = read(&format!("{folder}/Cargo.toml"))
            .unwrap_or_else(|| panic!("`{folder}` has no Cargo.toml"));
        let name = manifest
            .lines()
            .find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
            .unwrap_or_else(|| panic!("`{folder}/Cargo.toml` names no package"));
        let mut found = Self {
            name: name.replace('-', "_"),
            modules: BTreeMap::new(),
            macros: BTreeMap::new(),
        };
        found.read_file(Vec::new(), &format!("{source}/lib.rs"), source, read);
        found
    }

    /// `folder` is where the files of the module's children are.
    fn read_file(&mut self, path: ModulePath, file: &str, folder: &str, read: Read<'_>) {
        let text = read(file).unwrap_or_else(|| panic!("there is no file `{file}`"));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("`{file}`: {error}"));
        self.read_items(path, file, folder, parsed.items, read);
    }

    fn read_items(
        &mut self,
        path: ModulePath,
        file: &str,
        folder: &str,
        items: Vec<Item>,
        read: Read<'_>,
    ) {
        let mut module = Module {
            file: file.to_owned(),
            ..Module::default()
        };
        for item in items {
            if names::is_for_tests(attributes(&item)) {
                continue;
            }
            module.items.extend(name_of(&item));
            match item {
                Item::Mod(child) => self.read_child(&path, file, folder, child, read),
                Item::Use(item) => names::of_use(&item, &mut module.names),
                Item::ExternCrate(item) => module.names.push(Name {
                    line: item.ident.span().start().line,
                    is_absolute: item.ident != "self",
                    segments: vec![item.ident.to_string()],
                    import: Some(Import::As(item.rename.map_or_else(
                        || item.ident.to_string(),
                        |(_, name)| name.to_string(),
                    ))),
                }),
                item => {
                    if let Item::Macro(item) = &item
                        && let Some(name) = &item.ident
                        && item
                            .attrs
                            .iter()
                            .any(|attribute| attribute.path().is_ident("macro_export"))
                    {
                        self.macros.insert(name.to_string(), path.clone());
                    }
                    names::of_tokens(item.into_token_stream(), &mut module.names);
                }
            }
        }
        self.modules.insert(path, module);
    }

    fn read_child(
        &mut self,
        parent: &ModulePath,
        file: &str,
        folder: &str,
        child: ItemMod,
        read: Read<'_>,
    ) {
        let name = child.ident.to_string();
        let mut path = parent.clone();
        path.push(name.clone());
        let folder_of_child = format!("{folder}/{name}");
        if let Some((_, items)) = child.content {
            return self.read_items(path, file, &folder_of_child, items, read);
        }
        if let Some(named) = child.attrs.iter().find_map(path_attribute) {
            let beside = file.rsplit_once('/').map_or("", |(folder, _)| folder);
            return self.read_file(path, &format!("{beside}/{named}"), &folder_of_child, read);
        }
        let alone = format!("{folder}/{name}.rs");
        let inside = format!("{folder_of_child}/mod.rs");
        let file = if read(&alone).is_some() {
            alone
        } else {
            inside
        };
        self.read_file(path, &file, &folder_of_child, read);
    }
}

fn path_attribute(attribute: &syn::Attribute) -> Option<String> {
    match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => {
            syn::parse2::<syn::LitStr>(pair.value.to_token_stream())
                .ok()
                .map(|text| text.value())
        }
        _ => None,
    }
}

fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

fn attributes(item: &Item) -> &[syn::Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
