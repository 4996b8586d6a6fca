//! The contract for people: a paragraph for each operation, a line for each response.

use crate::{
    Api, DeclaredResponse, Integration, Operation, SuccessOutcome, cli::wrapped, platform,
};
use anstyle::Style;

const BOLD: Style = Style::new().bold();

/// One line: status, code, prefix, and what else the response can carry.
struct Row {
    status: String,
    code: String,
    prefix: String,
    rest: String,
}

/// The responses of each operation, those that belong to no operation, and what Lambda's own failures become.
pub(super) fn of_api(api: &Api, width: Option<usize>) -> String {
    let operations = api.operations.iter();
    let mut text: String = operations
        .map(|operation| of_operation(operation, width))
        .collect();
    let media_type = api.renderer.media_type;
    text.push_str(&heading("What belongs to no operation", media_type));
    let rows = api
        .unrouted
        .map(|response| failure(response, response.prefix()));
    text.push_str(&table(&rows));
    text.push_str(&lambdas_own(api.settings.integration));
    text.push_str("\nIn full: contract OPERATION CODE\n");
    text
}

/// The statuses of what Lambda answers in the function's place.
fn lambdas_own(integration: Integration) -> String {
    let heading = format!("\n{BOLD}When Lambda fails{BOLD:#}  (in each operation with a route)\n");
    let rows =
        platform::failures(integration).map(|(status, event)| format!("  {status}  {event}\n"));
    heading + &rows.collect::<Vec<_>>().concat()
}

/// A heading, the success, every failure, and notes whose lines are not longer than `width`.
pub(super) fn of_operation(operation: &Operation, width: Option<usize>) -> String {
    let place = match operation.route() {
        Some(route) => format!("{}  {route}", operation.name()),
        None => format!("{}  takes whole events", operation.name()),
    };
    let mut rows: Vec<_> = operation.successes().iter().map(success).collect();
    rows.extend(
        operation
            .responses()
            .iter()
            .map(|response| failure(response, &operation.message_start(response))),
    );
    // Within a status they stay as they are declared.
    rows.sort_by(|one, other| one.status.cmp(&other.status));
    let unknown = operation.unknown_rejections().iter();
    let notes = untyped(operation).into_iter();
    let notes: Vec<_> = notes
        .chain(unknown.map(ToString::to_string))
        .map(|text| note(&text, width))
        .collect();
    heading(&place, operation.media_type()) + &table(&rows) + &notes.concat() + "\n"
}

fn note(text: &str, width: Option<usize>) -> String {
    let line = format!("  note: {text}");
    match width {
        Some(width) => wrapped(&line, width, "        "),
        None => line + "\n",
    }
}

fn heading(text: &str, media_type: &str) -> String {
    format!("{BOLD}{text}{BOLD:#}  (failures are {media_type})\n")
}

/// What is to be said about the bodies whose types have no schema.
fn untyped(operation: &Operation) -> Option<String> {
    let bodies: Vec<_> = operation.untyped_bodies().collect();
    (!bodies.is_empty()).then(|| {
        let bodies = bodies.join(" and as the ");
        format!("any JSON as the {bodies}: the type has no `JsonSchema`")
    })
}

fn success(success: &SuccessOutcome) -> Row {
    let mut rest = vec![match success.media_type() {
        Some(media_type) => media_type.to_owned(),
        None => "no body".to_owned(),
    }];
    rest.extend(list("headers", success.headers()));
    Row {
        status: success.status().as_str().to_owned(),
        code: "success".to_owned(),
        prefix: String::new(),
        rest: rest.join("; "),
    }
}

fn failure(response: &DeclaredResponse, prefix: &str) -> Row {
    let mut rest = Vec::new();
    rest.extend(list("members", response.extension_names()));
    rest.extend(response.has_errors().then(|| "field errors".to_owned()));
    rest.extend(list("headers", response.header_names()));
    rest.extend(
        response
            .is_opaque()
            .then(|| "opaque: the log has the cause".to_owned()),
    );
    Row {
        status: response.status().as_str().to_owned(),
        code: response.code().to_owned(),
        prefix: format!("{prefix:?}"),
        rest: rest.join("; "),
    }
}

fn list(kind: &str, names: &[&str]) -> Option<String> {
    (!names.is_empty()).then(|| format!("{kind} {}", names.join(", ")))
}

fn table(rows: &[Row]) -> String {
    let width = |cell: fn(&Row) -> &String| {
        let widths = rows.iter().map(|row| cell(row).chars().count());
        widths.max().unwrap_or_default()
    };
    let (codes, prefixes) = (width(|row| &row.code), width(|row| &row.prefix));
    let mut table = String::new();
    for Row {
        status,
        code,
        prefix,
        rest,
    } in rows
    {
        let line = format!("  {status}  {code:codes$}  {prefix:prefixes$}  {rest}");
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}
