// Runs a handler of Node.js over Lambda's Runtime API, where AWS's own client, `aws-lambda-ric`, is not installed.
// What it answers to an error has the members that Lambda was recorded to write: errorType, errorMessage, trace.

import fs from 'node:fs';
import http from 'node:http';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const handlerName = process.argv.at(-1);
const root = process.cwd();
const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, name, body) {
  return new Promise((resolve, reject) => {
    const options = { hostname, port, agent, method, path: `/2018-06-01/runtime/${name}` };
    const request = http.request(options, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts).toString() }));
      response.on('error', reject);
    });
    request.on('error', reject);
    if (body !== undefined) {
      request.setHeader('Content-Type', 'application/json');
      request.setHeader('Content-Length', Buffer.byteLength(body));
      request.write(body);
    }
    request.end();
  });
}

function described(error) {
  if (error instanceof Error || Object.prototype.toString.call(error) === '[object Error]') {
    const trace = String(error.stack).split('\n');
    return JSON.stringify({ errorType: error.name, errorMessage: error.message, trace });
  }
  return JSON.stringify({ errorType: typeof error, errorMessage: String(error), trace: [] });
}

function named(name, message) {
  const error = new Error(message);
  error.name = name;
  return error;
}

// In Lambda nothing lies above the folder of the code, so a `.js` file without a package.json there is CommonJS. On a developer's
// machine, a package.json further up may say otherwise.
function required(file) {
  const ordinary = Module._extensions['.js'];
  Module._extensions['.js'] = (module, name) => {
    const isOwn = name.startsWith(root + path.sep) && !name.includes(`${path.sep}node_modules${path.sep}`);
    return isOwn ? module._compile(fs.readFileSync(name, 'utf8'), name) : ordinary(module, name);
  };
  return createRequire(path.join(root, 'index.js'))(file);
}

async function load() {
  const slash = handlerName.lastIndexOf('/') + 1;
  const dot = handlerName.indexOf('.', slash);
  if (dot < 0) throw named('Runtime.MalformedHandlerName', 'Bad handler');
  const file = path.resolve(root, handlerName.slice(0, dot));
  const found = ['.js', '.mjs', '.cjs', ''].map((end) => file + end).find((it) => fs.statSync(it, { throwIfNoEntry: false })?.isFile());
  if (!found) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${path.basename(file)}'`);
  const isCommonJs = found.endsWith('.js') && !fs.existsSync(path.join(root, 'package.json'));
  const module = isCommonJs ? required(found) : await import(pathToFileURL(found));
  const names = handlerName.slice(dot + 1).split('.');
  const handler = [module, module.default].map((from) => names.reduce((value, name) => value?.[name], from)).find((it) => it !== undefined);
  if (handler === undefined) throw named('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);
  if (typeof handler !== 'function') throw named('Runtime.HandlerNotFound', `${handlerName} is not a function`);
  return handler;
}

// The invocation that runs: what an error outside of every promise ends, and what an empty event loop ends.
const ends = (error) => {
  console.error(error);
  process.exit(1);
};
let failed = ends;
let loopEmpty = () => {};
process.on('beforeExit', () => loopEmpty());
process.on('uncaughtException', (error) => failed(error, 129));
process.on('unhandledRejection', (reason) => {
  failed(named('Runtime.UnhandledPromiseRejection', reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason)), 128);
});

function outcome(handler, event, context) {
  return new Promise((resolve) => {
    const answer = (error, value) => {
      if (error !== undefined && error !== null) return { path: 'error', body: described(error) };
      try {
        return { path: 'response', body: JSON.stringify(value === undefined ? null : value) ?? 'null' };
      } catch {
        return { path: 'error', body: described(new Error('Unable to stringify response body')) };
      }
    };
    const end = (error, value) => resolve(answer(error, value));
    const callback = (error, value) => {
      if (!context.callbackWaitsForEmptyEventLoop) return end(error, value);
      loopEmpty = () => end(error, value);
    };
    failed = (error, status) => resolve({ ...answer(error), status });
    loopEmpty = () => end(null, null);
    context.done = end;
    context.succeed = (value) => end(null, value);
    context.fail = (error) => end(error ?? 'handled');
    try {
      const result = handler(event, context, callback);
      if (typeof result?.then === 'function') result.then((value) => end(null, value), (error) => end(error ?? 'handled'));
    } catch (error) {
      end(error);
    }
  });
}

async function serve(handler) {
  for (;;) {
    const { headers, body } = await call('GET', 'invocation/next');
    const id = headers['lambda-runtime-aws-request-id'];
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] ?? '';
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    const context = {
      callbackWaitsForEmptyEventLoop: true,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      awsRequestId: id,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    const { path, body: answer, status } = await outcome(handler, JSON.parse(body), context);
    [failed, loopEmpty] = [ends, () => {}];
    // As Lambda logs it: a proxy's client does not get to see the error.
    if (path === 'error') console.error(`Invoke Error\t${answer}`);
    await call('POST', `invocation/${id}/${path}`, answer);
    if (status !== undefined) process.exit(status);
  }
}

async function main() {
  const installed = path.join(root, 'node_modules', 'aws-lambda-ric');
  if (fs.existsSync(installed)) {
    const client = await import(pathToFileURL(createRequire(path.join(root, 'index.js')).resolve('aws-lambda-ric')));
    // From version 4 on, the module starts by itself when it is loaded.
    return client.run?.(root, handlerName);
  }
  let handler;
  try {
    handler = await load();
  } catch (error) {
    console.error(error);
    await call('POST', 'init/error', described(error));
    process.exit(1);
  }
  return serve(handler);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
