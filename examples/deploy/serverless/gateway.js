"use strict";

const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const document = readFileSync(join(__dirname, "openapi.json"));

// A deployment never changes, so a changed document needs another one, by another logical id.
const deployment = `CartsDeployment${createHash("sha256").update(document).digest("hex").slice(0, 16)}`;

module.exports = {
  Resources: {
    CartsApi: {
      Type: "AWS::ApiGateway::RestApi",
      Properties: {
        Name: "carts",
        Body: JSON.parse(document),
        FailOnWarnings: true,
        EndpointConfiguration: { Types: ["REGIONAL"] },
      },
    },
    CartsPermission: {
      Type: "AWS::Lambda::Permission",
      Properties: {
        Action: "lambda:InvokeFunction",
        FunctionName: { "Fn::GetAtt": ["CartsLambdaFunction", "Arn"] },
        Principal: "apigateway.amazonaws.com",
        SourceArn: {
          "Fn::Sub": "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${CartsApi}/live/*",
        },
      },
    },
    [deployment]: {
      Type: "AWS::ApiGateway::Deployment",
      Properties: { RestApiId: { Ref: "CartsApi" } },
    },
    CartsStage: {
      Type: "AWS::ApiGateway::Stage",
      Properties: {
        RestApiId: { Ref: "CartsApi" },
        DeploymentId: { Ref: deployment },
        StageName: "live",
      },
    },
  },
  Outputs: {
    Url: {
      Value: { "Fn::Sub": "https://${CartsApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/live" },
    },
  },
};
