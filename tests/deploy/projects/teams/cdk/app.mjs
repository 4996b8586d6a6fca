// A stack of a team with selection patterns, and the same stack after each step of the guide's page `from_cdk`.
import { App, Stack } from 'aws-cdk-lib';
import * as gateway from 'aws-cdk-lib/aws-apigateway';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { readFileSync } from 'node:fs';

const app = new App();
const javascript = () => ({ runtime: lambda.Runtime.NODEJS_22_X, handler: 'app.handler', code: lambda.Code.fromAsset('code') });
const rust = () => ({ runtime: lambda.Runtime.PROVIDED_AL2023, handler: 'bootstrap', code: lambda.Code.fromAsset('rust') });

// AWS's template "Method Request passthrough", as the console writes it.
const passthrough = readFileSync('passthrough.vm', 'utf8');

function handmade(stack, carts, patterns) {
  const api = new gateway.RestApi(stack, 'Api', { deployOptions: { stageName: 'live' } });
  const failures = Object.entries(patterns).map(([statusCode, selectionPattern]) => ({
    statusCode,
    selectionPattern,
    responseTemplates: { 'application/json': '{"error": $input.json(\'$.errorMessage\')}' },
  }));
  const integration = new gateway.LambdaIntegration(carts, {
    proxy: false,
    passthroughBehavior: gateway.PassthroughBehavior.NEVER,
    requestTemplates: { 'application/json': passthrough },
    integrationResponses: [{ statusCode: '200' }, ...failures],
  });
  const methodResponses = ['200', ...Object.keys(patterns)].map((statusCode) => ({ statusCode }));
  api.root.addResource('carts').addResource('{cart}').addMethod('GET', integration, { methodResponses });
}

const loose = { 400: '.*\\[400\\].*', 404: '.*\\[404\\].*', 500: '.*\\[500\\].*' };

{
  const stack = new Stack(app, 'before');
  handmade(stack, new lambda.Function(stack, 'Carts', javascript()), loose);
}
{
  const stack = new Stack(app, 'function');
  handmade(stack, new lambda.Function(stack, 'Carts', rust()), loose);
}
{
  const stack = new Stack(app, 'patterns');
  handmade(stack, new lambda.Function(stack, 'Carts', rust()), JSON.parse(readFileSync('patterns.json', 'utf8')));
}
{
  const stack = new Stack(app, 'gateway');
  const carts = new lambda.Function(stack, 'Carts', rust());
  carts.node.defaultChild.overrideLogicalId('CartsFunction');
  new gateway.SpecRestApi(stack, 'Api', {
    apiDefinition: gateway.ApiDefinition.fromInline(JSON.parse(readFileSync('openapi.json', 'utf8'))),
    deployOptions: { stageName: 'live' },
    failOnWarnings: true,
  });
}
