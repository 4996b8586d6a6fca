//! `carts contract`: every response as one row of a table.

use lambda_api_errors::{ApiService, DeclaredResponse, Operation};

type Row = [String; 6];

const HEADINGS: [&str; 6] = [
    "operation",
    "status",
    "code",
    "prefix",
    "headers",
    "media type",
];

/// Stands in place of what a response does not have.
const NONE: &str = "-";

/// The responses of each operation, then those of the API itself.
pub(super) fn table(service: &ApiService) -> String {
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    for operation in service.operations() {
        rows.push(success(operation));
        rows.extend(operation.responses().iter().map(|response| {
            let start = operation.message_start(response);
            failure(operation.name(), response, &start, operation.media_type())
        }));
    }
    rows.extend(service.unrouted_responses().iter().map(|response| {
        failure(
            NONE,
            response,
            response.prefix(),
            service.unrouted_media_type(),
        )
    }));
    align(&rows)
}

fn success(operation: &Operation) -> Row {
    [
        operation.name().to_owned(),
        operation.success_status().as_str().to_owned(),
        NONE.to_owned(),
        NONE.to_owned(),
        names(operation.success_headers()),
        operation.success_media_type().unwrap_or(NONE).to_owned(),
    ]
}

fn failure(operation: &str, response: &DeclaredResponse, start: &str, media_type: &str) -> Row {
    [
        operation.to_owned(),
        response.status().as_str().to_owned(),
        response.code().to_owned(),
        format!("\"{start}\""),
        names(response.header_names()),
        media_type.to_owned(),
    ]
}

fn names(headers: &[&str]) -> String {
    match headers {
        [] => NONE.to_owned(),
        headers => headers.join(", "),
    }
}

fn align(rows: &[Row]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let widths: [usize; 6] = std::array::from_fn(width);
    let mut table = String::new();
    for row in rows {
        let cells: Vec<_> = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        table.push_str(cells.join("  ").trim_end());
        table.push('\n');
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_response_has_a_row_and_every_row_the_same_columns() {
        let service = carts::service().unwrap();
        let table = table(&service);
        let responses: usize = service
            .operations()
            .iter()
            .map(|operation| 1 + operation.responses().len())
            .sum();
        assert_eq!(
            table.lines().count(),
            1 + responses + service.unrouted_responses().len()
        );
        let headings = table.lines().next().unwrap();
        for heading in HEADINGS {
            let column = headings.find(heading).unwrap();
            for line in table.lines().skip(1) {
                let (before, cell) = line.split_at(column);
                assert!(before.is_empty() || before.ends_with("  "), "{line}");
                assert!(!cell.starts_with(' '), "{line}");
            }
        }
    }
}
