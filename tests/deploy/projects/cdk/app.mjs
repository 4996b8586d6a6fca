// Three stacks: custom integrations with a preflight, a document of its own, and two APIs in one template.
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as gateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';

const app = new App();

function newStack(name) {
  const stack = new Stack(app, name);
  const code = lambda.Code.fromAsset('code');
  const runtime = lambda.Runtime.PROVIDED_AL2023;
  return [stack, new lambda.Function(stack, 'Carts', { runtime, handler: 'bootstrap', code })];
}

{
  const [stack, carts] = newStack('custom');
  const api = new gateway.RestApi(stack, 'Api', { deployOptions: { stageName: 'live' } });
  const cart = api.root.addResource('carts').addResource('{id}');
  cart.addCorsPreflight({ allowOrigins: ['https://shop.example'], allowMethods: ['PUT'], maxAge: Duration.minutes(5) });
  const model = api.addModel('Order', {
    contentType: 'application/json',
    schema: { type: gateway.JsonSchemaType.OBJECT, required: ['sku'] },
  });
  const integration = new gateway.LambdaIntegration(carts, {
    proxy: false,
    passthroughBehavior: gateway.PassthroughBehavior.NEVER,
    requestTemplates: { 'application/json': '{"id": "$input.params(\'id\')", "sku": $input.json(\'$.sku\')}' },
    integrationResponses: [
      { statusCode: '200', responseTemplates: { 'application/json': '{"saved": $input.json(\'$.id\')}' } },
      {
        statusCode: '404',
        selectionPattern: 'Not Found: .*',
        responseParameters: { 'method.response.header.X-Stage': 'context.stage' },
        responseTemplates: { 'application/json': '{"error": $input.json(\'$.errorMessage\')}' },
      },
    ],
  });
  cart.addMethod('PUT', integration, {
    requestModels: { 'application/json': model },
    requestValidatorOptions: { validateRequestBody: true },
    methodResponses: [
      { statusCode: '200' },
      { statusCode: '404', responseParameters: { 'method.response.header.X-Stage': true } },
    ],
  });
}

{
  const [stack, carts] = newStack('spec');
  const uri = `arn:aws:apigateway:${stack.region}:lambda:path/2015-03-31/functions/${carts.functionArn}/invocations`;
  new gateway.SpecRestApi(stack, 'Api', {
    apiDefinition: gateway.ApiDefinition.fromInline({
      openapi: '3.0.1',
      info: { title: 'spec', version: '1' },
      paths: {
        '/carts/{id}': {
          get: {
            responses: { 200: { description: 'OK' }, 404: { description: 'Not Found' } },
            'x-amazon-apigateway-integration': {
              type: 'aws',
              httpMethod: 'POST',
              uri,
              requestTemplates: { 'application/json': '{"id": "$input.params(\'id\')"}' },
              responses: { default: { statusCode: '200' }, 'Not Found: .*': { statusCode: '404' } },
            },
          },
        },
      },
    }),
  });
}

{
  const [stack, carts] = newStack('two');
  const open = new gateway.RestApi(stack, 'Open');
  open.root.addProxy({ defaultIntegration: new gateway.LambdaIntegration(carts) });
  const guarded = new gateway.RestApi(stack, 'Guarded');
  const authorizer = new gateway.TokenAuthorizer(stack, 'Guard', { handler: carts });
  guarded.root.addMethod('GET', new gateway.LambdaIntegration(carts), { authorizer });
  guarded.addGatewayResponse('Unauthorized', {
    type: gateway.ResponseType.UNAUTHORIZED,
    statusCode: '403',
    templates: { 'application/json': '{"denied": true}' },
  });
}
