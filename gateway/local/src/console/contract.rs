//! What the types of an API say of its answers, as plain data: a program that has them hands it over.

/// The contract of an API.
///
/// ```
/// use apigw_local::console::{Contract, ContractOperation, ContractResponse};
///
/// let not_found = ContractResponse {
///     status: 404,
///     code: "CartNotFound".to_owned(),
///     when: "There is no such cart.".to_owned(),
///     media_type: "application/problem+json".to_owned(),
///     body: r#"{"status":404,"code":"CartNotFound"}"#.to_owned(),
///     callback_message: r#"Not Found: {"status":404,"code":"CartNotFound"}"#.to_owned(),
///     prefix: "Not Found: ".to_owned(),
///     ..ContractResponse::default()
/// };
/// let get_cart = ContractOperation {
///     name: "get_cart".to_owned(),
///     operation: "GET /carts/{cart}".to_owned(),
///     responses: vec![not_found],
///     ..ContractOperation::default()
/// };
/// let contract = Contract { operations: vec![get_cart], drifts: Vec::new() };
/// assert_eq!(contract.operations[0].responses[0].status, 404);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contract {
    /// The operations.
    pub operations: Vec<ContractOperation>,
    /// Where the document differs from the types.
    pub drifts: Vec<ContractDrift>,
}

/// An operation, and all that it can answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContractOperation {
    /// Its name in the program.
    pub name: String,
    /// Its method and its path as the document has them: `GET /carts/{cart}`.
    pub operation: String,
    /// The successes.
    pub successes: Vec<ContractSuccess>,
    /// The failures.
    pub responses: Vec<ContractResponse>,
}

/// A success that an operation can answer with.
///
/// ```
/// let created = apigw_local::console::ContractSuccess {
///     status: 201,
///     headers: vec!["Location".to_owned()],
///     media_type: "application/json".to_owned(),
///     body: r#"{"id":7}"#.to_owned(),
///     ..Default::default()
/// };
/// assert_eq!(created.status, 201);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContractSuccess {
    /// The status.
    pub status: u16,
    /// The names of its headers beside `Content-Type`.
    pub headers: Vec<String>,
    /// The names of the members of its body, if that is a JSON object.
    pub members: Vec<String>,
    /// The media type of its body; empty if there is no body.
    pub media_type: String,
    /// An example of its body.
    pub body: String,
    /// Whether the body is sent while it is made.
    pub streams: bool,
    /// The payload of a custom integration, as JSON, with the example's body; empty if a custom integration cannot carry it.
    pub envelope: String,
    /// The answer of a proxy integration, as JSON, with the example's body; empty if it is not known.
    pub proxy_answer: String,
}

/// A failure that an operation can answer with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContractResponse {
    /// The status.
    pub status: u16,
    /// The error code.
    pub code: String,
    /// The sentence that says when it is given.
    pub when: String,
    /// The names of its headers.
    pub headers: Vec<String>,
    /// The names of the members that its body has beside those of its format.
    pub members: Vec<String>,
    /// Whether the client does not see the cause.
    pub is_opaque: bool,
    /// The media type of its body.
    pub media_type: String,
    /// An example of its body.
    pub body: String,
    /// The `errorMessage` of a custom integration, with the example's body.
    pub callback_message: String,
    /// The start of the message, on which the status depends.
    pub prefix: String,
    /// The answer of a proxy integration, as JSON, with the example's body; empty if it is not known.
    pub proxy_answer: String,
}

/// A difference between a document and the types.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContractDrift {
    /// The operation, as in [`ContractOperation::operation`]; `None` for what belongs to no operation.
    pub operation: Option<String>,
    /// The difference, and what to do.
    pub text: String,
}
