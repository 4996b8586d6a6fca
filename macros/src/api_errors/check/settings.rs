//! In: the options of the whole type. Out: its [`Settings`], with the default in place of a refused option.

use super::super::messages;
use super::super::model::{Format, Settings, Style};
use super::text::is_absolute_uri;
use crate::case::Case;
use crate::diagnostic::Errors;
use crate::options::{Given, Options};
use syn::Path;

pub(in super::super) fn settings(mut options: Options, errors: &mut Errors) -> Settings {
    let krate = options.crate_path(errors);
    let body = options
        .value::<Path>("body", "the path of a body format", errors)
        .map(|given| given.value);
    let format = body.as_ref().map_or(Format::Problem, Format::of);
    let style = style(&mut options, format, errors);
    let type_base = type_base(&mut options, format, errors);
    let rename_all = rename_all(&mut options, errors);
    let decode = options.flag("decode", errors).is_some();
    Settings {
        krate,
        body,
        format,
        style,
        type_base,
        rename_all,
        decode,
    }
}

fn style(options: &mut Options, format: Format, errors: &mut Errors) -> Style {
    let Some(Given { key, value }) = options.string("style", errors) else {
        return Style::Prefixed;
    };
    match (value.value().as_str(), format) {
        ("prefixed", _) => Style::Prefixed,
        ("json", Format::Message) => {
            errors.at(key, messages::STYLE_OF_MESSAGE);
            Style::Prefixed
        }
        ("json", Format::Own) => {
            errors.at(key, messages::STYLE_OF_OWN_FORMAT);
            Style::Prefixed
        }
        ("json", _) => Style::Json,
        (unknown, _) => {
            errors.at(&value, messages::unknown_style(unknown));
            Style::Prefixed
        }
    }
}

fn type_base(options: &mut Options, format: Format, errors: &mut Errors) -> Option<String> {
    let Given { key, value } = options.string("type_base", errors)?;
    if !matches!(format, Format::Problem | Format::Own) {
        errors.at(key, messages::TYPE_BASE_WITHOUT_TYPE);
    }
    let base = value.value();
    if !is_absolute_uri(&base) {
        errors.at(&value, messages::type_base_not_absolute(&base));
        return None;
    }
    let separator = if base.ends_with(['/', '#', ':', '=']) {
        ""
    } else {
        "/"
    };
    Some(base + separator)
}

fn rename_all(options: &mut Options, errors: &mut Errors) -> Option<Case> {
    let Given { key: _, value } = options.string("rename_all", errors)?;
    let case = Case::named(&value.value());
    if case.is_none() {
        errors.at(&value, messages::unknown_case(&value.value()));
    }
    case
}
