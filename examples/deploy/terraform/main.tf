terraform {
  required_version = ">= 1.6"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}

locals {
  binary = "${path.module}/../../../target/lambda/carts/bootstrap.zip"
}

resource "aws_iam_role" "carts" {
  name_prefix = "carts-"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

data "aws_partition" "current" {}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.carts.name
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "carts" {
  function_name    = "carts"
  role             = aws_iam_role.carts.arn
  filename         = local.binary
  source_code_hash = filebase64sha256(local.binary)
  handler          = "bootstrap"
  runtime          = "provided.al2023"
  architectures    = ["x86_64"]
  memory_size      = 128
  timeout          = 10
}

module "document" {
  source     = "./document"
  file       = "${path.module}/openapi.json"
  invoke_arn = aws_lambda_function.carts.invoke_arn
}

resource "aws_api_gateway_rest_api" "carts" {
  name             = "carts"
  body             = module.document.body
  fail_on_warnings = true

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_lambda_permission" "gateway" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.carts.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.carts.execution_arn}/live/*"
}

resource "aws_api_gateway_deployment" "carts" {
  rest_api_id = aws_api_gateway_rest_api.carts.id

  triggers = {
    document = module.document.sha256
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "live" {
  rest_api_id   = aws_api_gateway_rest_api.carts.id
  deployment_id = aws_api_gateway_deployment.carts.id
  stage_name    = "live"
}

output "url" {
  value = aws_api_gateway_stage.live.invoke_url
}
