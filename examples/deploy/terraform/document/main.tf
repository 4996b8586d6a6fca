# The document with the function's address filled in. It needs no provider, so it can be tested without one.

variable "file" {
  description = "The document that `carts openapi --function terraform:invoke_arn` wrote"
  type        = string
}

variable "invoke_arn" {
  description = "Where API Gateway invokes the function"
  type        = string
}

locals {
  body = templatefile(var.file, { invoke_arn = var.invoke_arn })
}

output "body" {
  value = local.body
}

output "sha256" {
  value = sha256(local.body)
}
