import { App, Duration, Stack } from 'aws-cdk-lib';
import { LambdaIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';

const stack = new Stack(new App(), 'Shop');
const api = new RestApi(stack, 'Orders');

function get(path, id, runtime, handler) {
  const code = Code.fromAsset('src');
  const own = new Function(stack, id, { runtime, handler, code, timeout: Duration.seconds(5), environment: { CURRENCY: 'EUR' } });
  api.root.addResource(path).addResource('{id}').addMethod('GET', new LambdaIntegration(own));
}

get('carts', 'Carts', Runtime.NODEJS_22_X, 'app.handler');
get('prices', 'Prices', Runtime.PYTHON_3_13, 'prices.handler');
