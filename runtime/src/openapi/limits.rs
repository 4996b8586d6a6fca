//! The limits of AWS that a document can exceed, each with a remedy. Sizes are in bytes.
//!
//! Sources: [API Gateway quotas](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html),
//! [CloudFormation quotas](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html).

use apigw_local::LONGEST_TEMPLATE;

/// The file that import takes.
const LARGEST_FILE: usize = 6 * 1024 * 1024;
/// A `CloudFormation` template that is sent with the request.
const LARGEST_INLINE: usize = 51_200;
/// One that is read from S3.
const LARGEST_FROM_S3: usize = 1_000_000;
/// The resources of one API, unless AWS raised the quota.
const RESOURCES: usize = 300;

pub(super) fn resources(count: usize, quota: Option<usize>) -> Option<String> {
    let quota = quota.unwrap_or(RESOURCES);
    (count > quota).then(|| {
        format!(
            "the document has {count} resources, and the API's quota is {quota}: split the API, or ask AWS for a higher quota and say so with `resource_quota`"
        )
    })
}

pub(super) fn template(operation: &str, template: &str) -> Option<String> {
    (template.len() > LONGEST_TEMPLATE).then(|| {
        format!(
            "`{operation}`: a mapping template has {} bytes, and API Gateway takes {LONGEST_TEMPLATE}: shorten the body format's constant texts",
            template.len()
        )
    })
}

pub(super) fn file(size: usize) -> Option<String> {
    (size > LARGEST_FILE).then(|| {
        format!(
            "the document has {size} bytes without line ends, and import takes {LARGEST_FILE}: split the API, name fewer media types with `only_request_media_types`, or write shorter documentation"
        )
    })
}

/// Notes on a document that API Gateway takes, but another tool may not.
pub(super) fn notes(size: usize) -> Vec<String> {
    let mut notes = Vec::new();
    if size > LARGEST_FROM_S3 {
        notes.push(format!(
            "the document has {size} bytes, and CloudFormation takes templates of {LARGEST_FROM_S3} even from S3: name the document with `BodyS3Location`, or import it with the CLI or Terraform"
        ));
    } else if size > LARGEST_INLINE {
        notes.push(format!(
            "the document has {size} bytes, and CloudFormation takes templates of {LARGEST_INLINE} inline: upload it to S3 and include it with `AWS::Include` or `BodyS3Location`"
        ));
    }
    notes
}
