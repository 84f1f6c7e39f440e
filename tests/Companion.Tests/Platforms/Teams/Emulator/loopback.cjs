// Loaded before the emulator: it listens on every address and calls home by itself. Here it does neither.
'use strict';
const net = require('node:net');

const isLocal = host => host === undefined || host === 'localhost' || host === '::1' || /^127\./.test(host);

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  if (typeof args[0] === 'object' && args[0] !== null && 'port' in args[0]) {
    args[0] = { ...args[0], host: '127.0.0.1' };
  } else if (!isNaN(args[0])) {
    const callback = args.find(a => typeof a === 'function');
    args = [Number(args[0]), '127.0.0.1', ...(callback ? [callback] : [])];
  }
  return listen.apply(this, args);
};

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const to = Array.isArray(args[0]) ? args[0][0] : args[0];
  const host = typeof to === 'object' && to !== null ? (to.path ? undefined : to.host) : typeof args[1] === 'string' ? args[1] : undefined;
  if (isLocal(host)) return connect.apply(this, args);
  process.nextTick(() => this.destroy(Object.assign(new Error('only this machine'), { code: 'ECONNREFUSED' })));
  return this;
};
