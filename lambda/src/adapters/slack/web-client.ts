// Re-exports the client class so that this file can be imported dynamically. A dynamic import of a CommonJS package has only
// `default` after bundling; in Node.js it also has named exports.

export { WebClient } from '@slack/web-api';
