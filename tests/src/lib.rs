//! Tests of lambda-api-errors from the outside.
