//! Any text is a template, or is refused at a place that stands in it.
#![no_main]

use apigw_velocity::Template;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let Err(refused) = Template::parse(source) else {
        return;
    };
    let at = refused.position();
    let lines = u32::try_from(source.split(['\n', '\r']).count()).expect("a template is shorter");
    assert!(
        (1..=lines).contains(&at.line),
        "{refused}: the template has {lines} lines"
    );
    assert!(!refused.to_string().is_empty());
});
