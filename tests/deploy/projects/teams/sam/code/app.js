exports.handler = async (event) => {
  const { cart } = event.pathParameters;
  if (cart === 'missing') return { statusCode: 404, body: JSON.stringify({ error: `there is no cart ${cart}` }) };
  return { statusCode: 200, body: JSON.stringify({ cart }) };
};
