// The client class by a static import, to be imported dynamically as a whole. A bundler gives a CommonJS package that is
// itself imported dynamically no named exports, only `default`; Node.js gives both.

export { WebClient } from '@slack/web-api';
