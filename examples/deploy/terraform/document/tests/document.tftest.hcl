variables {
  file       = "../openapi.json"
  invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:carts/invocations"
}

run "the_document_is_embedded" {
  assert {
    condition     = jsondecode(output.body).openapi == "3.0.1"
    error_message = "The body is no OpenAPI 3.0.1 document."
  }

  assert {
    condition = toset(flatten([
      for path in values(jsondecode(output.body).paths) : [
        for method in values(path) : try(method["x-amazon-apigateway-integration"].uri, [])
      ]
    ])) == toset([var.invoke_arn])
    error_message = "An operation does not call the function, or calls another."
  }

  assert {
    condition     = length(regexall("\\$\\$\\{|%%\\{", output.body)) == 0
    error_message = "An escape meant for Terraform has stayed in the document."
  }

  assert {
    condition     = output.sha256 == sha256(output.body)
    error_message = "The hash is not that of the body."
  }
}

run "another_address_is_another_document" {
  variables {
    invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:other/invocations"
  }

  assert {
    condition     = output.sha256 != run.the_document_is_embedded.sha256
    error_message = "The hash does not follow the address."
  }
}
