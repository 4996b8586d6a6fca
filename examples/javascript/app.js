// A function that fails in each way in which a function can, with the message of the style that the request names.

const messages = {
  result: JSON.stringify({ result: 'validation error', errors: ['name is missing'] }),
  plain: 'Bad Request: name is missing',
  status: JSON.stringify({ status: 400, errors: [{ code: 'NameMissing' }] }),
  details: JSON.stringify({ error: { httpStatusCode: 500, details: [{ code: 'NameMissing' }] } }),
};

exports.handler = (event, context, callback) => {
  // A proxy's event has the request in it; a custom integration passes the body on.
  const request = event.requestContext ? JSON.parse(event.body) : event;
  if (request.style === 'proxy' && request.how === 'calls back') {
    return callback(null, { statusCode: 400, body: JSON.stringify({ message: 'name is missing' }) });
  }
  const error = new Error(messages[request.style] ?? 'name is missing');
  switch (request.how) {
    case 'throws':
      throw error;
    case 'calls back':
      return callback(error);
    case 'rejects':
      return Promise.reject(error);
    case 'hangs':
      setInterval(() => {}, 1000);
      return undefined;
    case 'exits':
      return process.exit(1);
    default:
      return callback(null, event.requestContext ? { statusCode: 200, body: '"done"' } : 'done');
  }
};
