//! In: the options of one case. Out: its [`Response`], or the one field that a transparent case has.

use super::super::messages;
use super::super::model::{Claim, Field, LogLevel, Members, Response, Settings, Spanned, Style};
use super::super::syntax;
use super::text::{body_character, control_character, is_code_character, is_json_pointer};
use super::{Across, decode, members};
use crate::diagnostic::Errors;
use crate::options::{Given, Options};
use crate::status::Status;
use proc_macro2::Literal;
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, ExprLit, Ident, Lit};

pub(super) fn transparent(
    ident: &Ident,
    options: Options,
    fields: Vec<syntax::Field>,
    errors: &mut Errors,
) -> Option<Field> {
    for key in options.into_keys() {
        errors.at(&key, messages::option_beside_transparent(&key.to_string()));
    }
    only_field(
        "transparent",
        messages::TRANSPARENT_FIELD_OPTIONS,
        ident,
        fields,
        errors,
    )
}

pub(super) fn response(
    ident: &Ident,
    mut options: Options,
    fields: Vec<syntax::Field>,
    (docs, display): (&[String], Option<String>),
    settings: &Settings,
    across: &mut Across,
    errors: &mut Errors,
) -> Option<Response> {
    let status = status(ident, &mut options, errors);
    let lacks_title = options.lacks("title");
    let title = line("title", &mut options, errors);
    let code = code(ident, &mut options, settings, errors);
    let explicit_prefix = explicit_prefix(&mut options, settings.style, errors);
    let detail = line("detail", &mut options, errors);
    let pointer = pointer(&mut options, errors);
    let opaque = is_opaque(&mut options, status.as_ref(), errors);
    let log = log_level(&mut options, errors);
    across.add_code(&code, errors);
    let hidden_by = status
        .as_ref()
        .map(|status| status.value)
        .filter(|_| opaque);
    let unreadable = decode::unreadable(ident, &fields, settings);
    let (members, rejection) = match options.flag("rejection", errors) {
        Some(key) => {
            across.add_rejection(&key, errors);
            refuse_rejection_status(status.as_ref(), errors);
            let (field, members) = rejection(ident, fields, hidden_by, settings, errors)?;
            (members, Some(field))
        }
        None => (members::members(fields, hidden_by, settings, errors), None),
    };
    let is_readable = match &rejection {
        Some(_) => !opaque,
        None => decode::reads_all(&unreadable, opaque, errors),
    };
    let status = status?;
    if status.value.is_bodiless() {
        refuse_body(&status, &members, rejection.as_ref(), settings, errors);
    }
    let title = title.or_else(|| default_title(ident, &status, lacks_title, errors))?;
    let status = status.value;
    if settings.style == Style::Json {
        across.add_members(status, &members, errors);
    }
    let prefix = explicit_prefix.unwrap_or_else(|| default_prefix(ident, status, &title, errors));
    let claim = Claim {
        prefix: prefix.value.clone(),
        status: status.number(),
    };
    across.add_claim(
        Spanned {
            value: claim,
            site: prefix.site.clone(),
        },
        settings.style,
        errors,
    );
    let response = Response {
        status,
        type_uri: settings
            .type_base
            .as_ref()
            .map(|base| format!("{base}{}", code.value)),
        code: code.value,
        title: title.value,
        prefix,
        doc: first_paragraph(docs),
        display,
        detail: detail.map(|detail| detail.value),
        pointer,
        opaque,
        log,
        members,
        rejection,
        is_readable,
    };
    across.looks.add(ident, &response, settings, errors);
    Some(response)
}

/// A status without a body has no place for members, nor for what selects the status in the `json` style.
fn refuse_body(
    status: &Spanned<Status>,
    members: &Members,
    rejection: Option<&Field>,
    settings: &Settings,
    errors: &mut Errors,
) {
    let number = status.value.number();
    for extension in &members.extensions {
        let Spanned { value, site } = &extension.name;
        errors.at(site, messages::member_without_body(number, value));
    }
    if members.errors.is_some() || rejection.is_some() {
        errors.at(&status.site, messages::errors_without_body(number));
    }
    if settings.style == Style::Json {
        errors.at(&status.site, messages::json_without_body(number));
    }
}

fn status(ident: &Ident, options: &mut Options, errors: &mut Errors) -> Option<Spanned<Status>> {
    let success = options.flag("success", errors);
    if options.lacks("status") {
        errors.at(ident, messages::missing_status(&ident.to_string()));
    }
    let expected = "a number or the name of a constant";
    let given = options.value_with("status", expected, status_value, errors)?;
    let status = errors.ok(known_status(&given.value))?;
    let site = given.value.into_token_stream();
    let number = status.number();
    match success {
        Some(key) if !status.is_success() => errors.at(key, messages::success_without_2xx(number)),
        None if status.is_success() => errors.at(&site, messages::success_missing(number)),
        _ => {}
    }
    Some(Spanned {
        value: status,
        site,
    })
}

/// `syn` would read a number three times before it is an expression.
fn status_value(input: ParseStream) -> syn::Result<Expr> {
    let number = input.cursor().literal().filter(|(number, rest)| {
        rest.eof()
            && number
                .to_string()
                .bytes()
                .all(|digit| digit.is_ascii_digit())
    });
    let Some((number, _)) = number else {
        return input.parse();
    };
    input.parse::<Literal>()?;
    Ok(Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit: Lit::new(number),
    }))
}

fn known_status(value: &Expr) -> syn::Result<Status> {
    let refused = |message: String| Err(syn::Error::new_spanned(value, message));
    let found = || value.to_token_stream().to_string().replace(' ', "");
    match value {
        Expr::Group(group) => known_status(&group.expr),
        Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        }) if matches!(number.suffix(), "" | "u16") => {
            let status = number.base10_parse().ok().and_then(Status::numbered);
            status.map_or_else(|| refused(messages::status_out_of_range(&found())), Ok)
        }
        Expr::Path(path) => match path.path.get_ident() {
            Some(constant) => {
                let constant = constant.to_string();
                Status::named(&constant)
                    .map_or_else(|| refused(messages::unknown_status(&constant)), Ok)
            }
            None => refused(messages::not_a_status(&found())),
        },
        _ => refused(messages::not_a_status(&found())),
    }
}

fn is_opaque(options: &mut Options, status: Option<&Spanned<Status>>, errors: &mut Errors) -> bool {
    let expose = options.flag("expose", errors);
    let opaque = options.flag("opaque", errors);
    let hides = status.is_some_and(|status| status.value.is_server_error());
    match (&expose, &opaque) {
        (Some(expose), Some(_)) if hides => errors.at(expose, messages::EXPOSE_AND_OPAQUE),
        (Some(expose), _) if status.is_some() && !hides => {
            errors.at(expose, messages::EXPOSE_BELOW_500);
        }
        (None, Some(opaque)) if hides => errors.at(opaque, messages::OPAQUE_ALREADY),
        _ => {}
    }
    opaque.is_some() || (hides && expose.is_none())
}

fn log_level(options: &mut Options, errors: &mut Errors) -> Option<LogLevel> {
    let Given { key: _, value } = options.string("log", errors)?;
    let name = value.value();
    let level = LogLevel::NAMES.iter().find(|(known, _)| *known == name);
    if level.is_none() {
        errors.at(&value, messages::unknown_log_level(&name));
    }
    level.map(|(_, level)| *level)
}

fn refuse_rejection_status(status: Option<&Spanned<Status>>, errors: &mut Errors) {
    if let Some(Spanned {
        value: status,
        site,
    }) = status.filter(|status| !status.value.is_client_error())
    {
        errors.at(site, messages::rejection_status(status.number()));
    }
}

/// The field of the rejection, and what the client sees of it: with `errors` the field of the request that was refused.
fn rejection(
    ident: &Ident,
    mut fields: Vec<syntax::Field>,
    hidden_by: Option<Status>,
    settings: &Settings,
    errors: &mut Errors,
) -> Option<(Field, Members)> {
    let listed = members::error_list(&mut fields, hidden_by, settings, errors);
    let field = only_field(
        "rejection",
        messages::REJECTION_FIELD_OPTIONS,
        ident,
        fields,
        errors,
    )?;
    Some((field, listed))
}

fn only_field(
    key: &str,
    options_refused: &str,
    ident: &Ident,
    fields: Vec<syntax::Field>,
    errors: &mut Errors,
) -> Option<Field> {
    let found = fields.len();
    let mut only = None;
    for syntax::Field {
        member,
        ty,
        options,
        docs: _,
        deprecated: _,
    } in fields
    {
        for key in options.into_keys() {
            errors.at(key, options_refused);
        }
        only = Some(Field { member, ty });
    }
    if found != 1 {
        errors.at(ident, messages::field_count(key, found));
    }
    only
}

fn code(
    ident: &Ident,
    options: &mut Options,
    settings: &Settings,
    errors: &mut Errors,
) -> Spanned<String> {
    let name = ident.unraw().to_string();
    let code = if let Some(Given { key: _, value }) = options.string("code", errors) {
        Spanned {
            value: value.value(),
            site: value.into_token_stream(),
        }
    } else {
        let value = settings
            .rename_all
            .map_or(name.clone(), |case| case.apply(&name));
        Spanned {
            value,
            site: ident.to_token_stream(),
        }
    };
    if code.value.is_empty() {
        errors.at(&code.site, messages::empty("code"));
    } else if !code.value.chars().all(is_code_character) {
        errors.at(&code.site, messages::bad_code(&code.value));
    }
    code
}

fn explicit_prefix(
    options: &mut Options,
    style: Style,
    errors: &mut Errors,
) -> Option<Spanned<String>> {
    let prefix = line("prefix", options, errors)?;
    if style == Style::Json {
        errors.at(&prefix.site, messages::PREFIX_IN_JSON_STYLE);
    }
    if let Some(found) = body_character(&prefix.value) {
        errors.at(&prefix.site, messages::prefix_character(found));
    }
    Some(prefix)
}

/// The reason phrase, or the title of a status without one.
fn default_prefix(
    ident: &Ident,
    status: Status,
    title: &Spanned<String>,
    errors: &mut Errors,
) -> Spanned<String> {
    if let Some(reason) = status.reason() {
        return Spanned {
            value: format!("{reason}: "),
            site: ident.to_token_stream(),
        };
    }
    let value = format!("{}: ", title.value);
    if body_character(&value).is_some() {
        errors.at(&title.site, messages::derived_prefix(&value));
    }
    Spanned {
        value,
        site: title.site.clone(),
    }
}

fn default_title(
    ident: &Ident,
    status: &Spanned<Status>,
    is_lacking: bool,
    errors: &mut Errors,
) -> Option<Spanned<String>> {
    let Some(reason) = status.value.reason() else {
        if is_lacking {
            errors.at(
                &status.site,
                messages::title_required(status.value.number()),
            );
        }
        return None;
    };
    Some(Spanned {
        value: reason.to_owned(),
        site: ident.to_token_stream(),
    })
}

fn pointer(options: &mut Options, errors: &mut Errors) -> Option<String> {
    let Given {
        key: _,
        value: literal,
    } = options.string("pointer", errors)?;
    let pointer = literal.value();
    if !is_json_pointer(&pointer) {
        errors.at(&literal, messages::bad_pointer(&pointer));
    }
    Some(pointer)
}

/// A text of one line that is not empty.
fn line(key: &str, options: &mut Options, errors: &mut Errors) -> Option<Spanned<String>> {
    let Given {
        key: _,
        value: literal,
    } = options.string(key, errors)?;
    let text = literal.value();
    if text.is_empty() {
        errors.at(&literal, messages::empty(key));
    }
    if let Some(found) = control_character(&text) {
        errors.at(&literal, messages::control_character(key, found));
    }
    Some(Spanned {
        value: text,
        site: literal.into_token_stream(),
    })
}

/// The first paragraph of a doc comment, as one line.
pub(in super::super) fn first_paragraph(docs: &[String]) -> Option<String> {
    let lines = docs.iter().flat_map(|doc| {
        let is_block = doc.contains('\n');
        doc.split('\n').map(move |line| {
            let line = line.trim();
            if is_block {
                line.trim_start_matches('*').trim_start()
            } else {
                line
            }
        })
    });
    let text = lines.skip_while(|line| line.is_empty());
    let paragraph: Vec<&str> = text
        .take_while(|line| !line.is_empty() && !line.starts_with("# "))
        .collect();
    (!paragraph.is_empty()).then(|| paragraph.join(" "))
}
