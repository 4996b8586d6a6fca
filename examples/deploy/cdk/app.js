import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { App, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import { ApiDefinition, EndpointType, SpecRestApi } from "aws-cdk-lib/aws-apigateway";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

class Carts extends Stack {
  constructor(scope, id) {
    super(scope, id);

    const carts = new Function(this, "Function", {
      code: Code.fromAsset(here("../../../target/lambda/carts/bootstrap.zip")),
      handler: "bootstrap",
      runtime: Runtime.PROVIDED_AL2023,
      architecture: Architecture.X86_64,
      memorySize: 128,
      timeout: Duration.seconds(10),
    });
    // The name by which the document knows the function: `carts openapi --function sub:CartsFunction`.
    carts.node.defaultChild.overrideLogicalId("CartsFunction");

    // The construct puts a hash of the document into the deployment's logical id, so that a changed document is deployed.
    const api = new SpecRestApi(this, "Api", {
      restApiName: "carts",
      apiDefinition: ApiDefinition.fromInline(JSON.parse(readFileSync(here("openapi.json"), "utf8"))),
      deployOptions: { stageName: "live" },
      endpointTypes: [EndpointType.REGIONAL],
      failOnWarnings: true,
      cloudWatchRole: false,
    });

    carts.addPermission("Gateway", {
      principal: new ServicePrincipal("apigateway.amazonaws.com"),
      sourceArn: this.formatArn({
        service: "execute-api",
        resource: api.restApiId,
        resourceName: "live/*",
      }),
    });

    new CfnOutput(this, "Url", {
      value: `https://${api.restApiId}.execute-api.${this.region}.${this.urlSuffix}/live`,
    });
  }
}

const app = new App();
new Carts(app, "carts");
app.synth();
