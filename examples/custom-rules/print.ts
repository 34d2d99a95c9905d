import rules from './rules.ts';

// The rules as the JSON that a page, the server and `npm run theke -- rules import` take.
console.log(JSON.stringify({ rules }, null, 2));
