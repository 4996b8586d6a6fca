exports.handler = async (event) => {
  const { cart } = event.params.path;
  if (cart === 'missing') throw new Error(`[404] there is no cart ${cart}`);
  return { cart };
};
