// A cart: found, missing, or behind a database that is away.

exports.handler = async (event) => {
  const { id } = event.pathParameters;
  if (id === 'broken') throw new Error('the database is away');
  if (id === 'missing') return { statusCode: 404, body: JSON.stringify({ error: `there is no cart ${id}` }) };
  return { statusCode: 200, body: JSON.stringify({ id, currency: process.env.CURRENCY }) };
};
