// The package brings no types of its own.
declare module 'json-logic-js' {
  const jsonLogic: { apply(logic: object, data: object): unknown };
  export default jsonLogic;
}
